/** How mail programs mark the earlier messages they repeat. Pure. */

/** Elements that hold nothing but an earlier message. Ids carry the sanitizer's prefix. */
export const QUOTES = [
	'blockquote[type="cite" i]',
	'blockquote.gmail_quote',
	'.gmail_quote',
	'.gmail_quote_container',
	'.yahoo_quoted',
	'blockquote.protonmail_quote',
	'.protonmail_quote',
	'blockquote.tutanota_quote'
].join(',');

/** Lines that say who wrote what follows: no words of the answer. */
export const ATTRIBUTIONS = '.moz-cite-prefix, .gmail_attr';

const FROM =
	/^\W*(?:from|von|de|da|van|från|fra|lähettäjä|od|от|feladó|kimden|差出人|发件人|寄件者|보낸 사람)\s*[::]/i;
const SENT =
	/(?:sent|date|gesendet|datum|envoyé|enviado(?: el)?|inviato|data|verzonden|skickat|sendt|lähetetty|wysłano|отправлено|дата|送信日時|发送时间|寄件日期|보낸 날짜)\s*[::]/i;

/** True for the lines an Outlook puts above an earlier message: From, Sent, To, Subject. */
export function isMessageHead(text: string): boolean {
	const start = text.slice(0, 600).trim();
	return FROM.test(start) && SENT.test(start.slice(5));
}

/** Mail that is passed on: what it repeats is the message. */
export function isForward(subject: string): boolean {
	return /^\s*(?:\[[^\]]{0,60}\]\s*)?(?:fwd?|wg|tr|rv|i|vs|vb|vl|doorst|enc|pd|转发|轉寄|転送)\s*[::]/i.test(
		subject
	);
}

/** Words by which people say that their answers stand between the lines they repeat. */
export function answersBetween(text: string): boolean {
	return /\b(?:below|in-?line|in (?:red|blue|green|bold)|unten|inzeilig|in (?:rot|blau|grün)|ci-dessous|en rouge|abajo|en rojo)\b/i.test(
		text.slice(0, 4000)
	);
}
