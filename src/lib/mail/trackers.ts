/**
 * Pictures that are there to tell the sender who opened a message, and when. Known by the host that serves them
 * or by the path that mailing services use; the ones too small to see are found where the tree is built.
 */

/** Hosts that serve nothing else; hosts below them count too. */
const HOSTS: ReadonlySet<string> = new Set(
	(
		'2o7.net adnxs.com awstrack.me bananatag.com banantag.com bl-1.com cirrusinsight.com contactmonkey.com ' +
		'demdex.net doubleclick.net emltrk.com getnotify.com getsidekick.com google-analytics.com ' +
		'googletagmanager.com inbox25.com liadm.com list-manage.com mailfoogae.appspot.com mailtrack.io ' +
		'mandrillapp.com mixpanel.com mxpnl.net omtrdc.net pippio.com rlcdn.com rs6.net scorecardresearch.com ' +
		'superhumanreceipts.com t.hubspotemail.net tapad.com trackapp.io trk.klclick.com yesware.com'
	).split(' ')
);

/** First labels of hosts that are there to count. */
const LABEL = /^(?:beacon|pixel|track|tracker|tracking|trk)\d{0,2}$/;

/** Paths that count an opening. */
const PATH =
	/(?:\/(?:open|opens|opened|email_?open|open_?track(?:ing)?|pixel|tracking_?pixel|beacon|impression|webbug)(?:\.(?:gif|png|aspx?|php|jpe?g|ashx|jsp))?(?:\/[\w=.~-]{16,})?\/?$|^\/(?:wf\/open|e2t\/o\/|ss\/o\/|e\/o\/|tr\/op\/|mk\/op\/|collect$|__ptq\.gif))/i;

/**
 * True for a picture whose address says that it counts openings. `url` as the parser prints it. What a path alone
 * says is believed only of addresses that carry something about the reader.
 */
export function isTracker(url: string): boolean {
	const parsed = URL.parse(url);
	if (!parsed) return false;
	const labels = parsed.hostname.toLowerCase().split('.');
	for (let i = 0; i < labels.length - 1; i++) if (HOSTS.has(labels.slice(i).join('.'))) return true;
	const marked = parsed.search.length > 1 || /[\w-]{16}/.test(parsed.pathname);
	if (!marked) return false;
	return PATH.test(parsed.pathname) || (LABEL.test(labels[0] ?? '') && labels.length > 2);
}
