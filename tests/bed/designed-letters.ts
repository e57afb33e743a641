/** HTML mail as designers and mail programs make it. Each is own work. */

/** Colours in sheets, attributes and elements, by insisting and by name; words that were never readable. */
export const newsletter = `<html><head><style>
body{margin:0;font-family:Arial}.card{background:#fff!important}.btn{background:#ff6600!important;color:#fff!important;padding:12px}
.note{background:#fff8e1;border-left:4px solid #ffb300;color:#5f4300}#top td{color:#222!important}
</style></head><body bgcolor="#f6f6f6"><table id="top" width="100%" bgcolor="#f6f6f6"><tr><td align="center">
<table class="card" width="600" cellpadding="20"><tr><td style="background:linear-gradient(90deg,#5b21b6,#db2777);color:#fff!important">Autumn sale</td></tr>
<tr><td><h1 style="color:#7a3e1d">Brown title</h1><p style="color:#333">Dark words, <font color="navy">navy words</font>, <a href="https://example.org/" style="color:#0000ee">a blue link</a></p>
<p class="note">A pale note</p><p><a class="btn" href="https://example.org/b">Orange button</a></p>
<p style="color:#c8c8c8">Very light words</p><p style="color:#ffffff">White on white</p><p style="opacity:.7">Half clear</p>
<table border="1"><tr bgcolor="#eeeeee"><th>Item</th></tr><tr><td style="border:1px solid #ddd">Cell</td></tr></table></td></tr>
<tr><td style="background:#222;color:#ddd!important">Dark foot</td></tr></table></td></tr></table></body></html>`;

const earlier = 'Words of an earlier message that go on for a good while. '.repeat(12);

/** An answer above what it answers, as three programs send it. */
export const answers: Readonly<Record<string, string>> = {
	gmail: `<div dir="ltr">My own answer.</div><br><div class="gmail_quote"><div class="gmail_attr">On Monday Ben wrote:</div><blockquote class="gmail_quote">${earlier}</blockquote></div>`,
	apple: `<div>My own answer.</div><br><blockquote type="cite"><div>On Monday Ben wrote:</div><div>${earlier}</div></blockquote><br>`,
	outlook: `<div class="WordSection1"><p>My own answer.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Ben<br><b>Sent:</b> Monday<br><b>To:</b> Ada</p></div><p>${earlier}</p></div>`
};

/** Answers that stand between quoted lines, and below them. */
export const between = `<div>My first words.</div><blockquote type="cite">${earlier}</blockquote><div>An answer between.</div><blockquote type="cite">A short question?</blockquote><div>An answer below.</div>`;

/** So many elements that their colours are worked out in slices. */
export const many = `<body bgcolor="#ffffff"><div style="color:#111">${'<p style="color:#333">Words <b style="color:#7a3e1d">in brown</b></p>'.repeat(2500)}<p style="color:#123">The last words</p></div></body>`;
