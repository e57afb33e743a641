import { createHash } from 'node:crypto';
import type { RequestHandler } from './$types';

/**
 * The document in which the self-test does on purpose what no message may: a recorder that misses any of it is
 * blind, and its run proves nothing. It holds no mail and takes nothing from outside; the names it asks for
 * cannot exist (RFC 2606 §2).
 */
const SCRIPT = `
const app = parent.document;
document.addEventListener('control', () => {
	alert('SECCANARY-control');
	confirm('SECCANARY-control');
	prompt('SECCANARY-control');
	print();
	open('https://control.invalid/window');
	const { log } = console;
	log('SECCANARY-control');
	fetch('https://control.invalid/fetch').catch(() => undefined);
	parent.postMessage('SECCANARY-control', location.origin);
	new Image().src = 'https://control.invalid/image';
	const add = (name, attributes) => {
		const element = document.createElement(name);
		for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
		return document.body.appendChild(element);
	};
	add('video', { src: 'https://control.invalid/video' });
	add('b', { onclick: '1' }).click();
	add('a', { href: 'https://control.invalid/link' });
	add('img', { name: 'selfTestControl' });
	add('input', {}).focus();
	parent.selfTestControl = true;
	app.querySelector('h1').style.filter = 'invert(1)';
	const cover = app.body.appendChild(app.createElement('div'));
	cover.style.cssText = 'position:fixed;inset:0;z-index:1000;opacity:0';
	const until = performance.now() + 60;
	while (performance.now() < until);
	document.addEventListener('undo', () => {
		cover.remove();
		app.querySelector('h1').style.filter = '';
		delete parent.selfTestControl;
		location.replace('/frame/control?left');
	});
});`;

const POLICY = [
	"default-src 'none'",
	`script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`,
	"img-src 'self' https://control.invalid",
	"connect-src 'none'",
	"form-action 'none'",
	"base-uri 'none'",
	"frame-ancestors 'self'"
].join('; ');

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Self-test control</title></head><body><script>${SCRIPT}</script></body></html>
`;

export const GET: RequestHandler = () =>
	new Response(PAGE, {
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': POLICY,
			'x-frame-options': 'SAMEORIGIN'
		}
	});
