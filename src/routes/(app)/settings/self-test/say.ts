import type {
	Detector,
	Group,
	InstallCheck,
	InstallName,
	Sighting,
	Verdict
} from '$lib/mail/self-test-verdict';
import { m } from '$lib/paraglide/messages';

/** Words for what the self-test tells in codes. */

const CODES: Readonly<Record<string, () => string>> = {
	EXEC: m.selftest_code_exec,
	NET: m.selftest_code_net,
	SAMEORIGIN_GET: m.selftest_code_sameorigin_get,
	NAV_FRAME: m.selftest_code_nav_frame,
	STYLE_BLEED: m.selftest_code_style_bleed,
	STRUCTURE_BREAK: m.selftest_code_structure_break,
	OVERLAY: m.selftest_code_overlay,
	CLOBBER: m.selftest_code_clobber,
	FOCUS: m.selftest_code_focus,
	OPENER: m.selftest_code_opener,
	REFERER: m.selftest_code_referer,
	HEADER_INJECT: m.selftest_code_header_inject,
	LINK_UNMARKED: m.selftest_code_link_unmarked,
	HANG: m.selftest_code_hang,
	CRASH: m.selftest_code_crash,
	LOSS: m.selftest_code_loss,
	TREE: m.selftest_code_tree
};

export function sayCode({ code, stopped }: Sighting): string {
	if (stopped && code === 'EXEC') return m.selftest_code_exec_stopped();
	if (stopped && code === 'NET') return m.selftest_code_net_stopped();
	return CODES[code]?.() ?? code;
}

export const GROUP_NAMES: Readonly<Record<Group, readonly [name: () => string, what: () => string]>> = {
	script: [m.selftest_group_script, m.selftest_group_script_text],
	handler: [m.selftest_group_handler, m.selftest_group_handler_text],
	text: [m.selftest_group_text, m.selftest_group_text_text],
	tracking: [m.selftest_group_tracking, m.selftest_group_tracking_text],
	css: [m.selftest_group_css, m.selftest_group_css_text],
	svg: [m.selftest_group_svg, m.selftest_group_svg_text],
	form: [m.selftest_group_form, m.selftest_group_form_text],
	clobber: [m.selftest_group_clobber, m.selftest_group_clobber_text],
	overlay: [m.selftest_group_overlay, m.selftest_group_overlay_text],
	deception: [m.selftest_group_deception, m.selftest_group_deception_text],
	dos: [m.selftest_group_dos, m.selftest_group_dos_text],
	render: [m.selftest_group_render, m.selftest_group_render_text]
};

export const DETECTOR_NAMES: Readonly<Record<Detector, () => string>> = {
	marker: m.selftest_by_marker,
	message: m.selftest_by_message,
	violation: m.selftest_by_violation,
	request: m.selftest_by_request,
	navigation: m.selftest_by_navigation,
	tree: m.selftest_by_tree,
	link: m.selftest_by_link,
	style: m.selftest_by_style,
	structure: m.selftest_by_structure,
	overlay: m.selftest_by_overlay,
	names: m.selftest_by_names,
	focus: m.selftest_by_focus,
	text: m.selftest_by_text,
	clock: m.selftest_by_clock
};

export const INSTALL_NAMES: Readonly<Record<InstallName, () => string>> = {
	'frame-policy': m.selftest_install_frame_policy,
	'frame-sandbox': m.selftest_install_frame_sandbox,
	'page-policy': m.selftest_install_page_policy,
	'trusted-types': m.selftest_install_trusted_types,
	cookies: m.selftest_install_cookies,
	https: m.selftest_install_https,
	nosniff: m.selftest_install_nosniff
};

const NOTES: Partial<Record<InstallName, () => string>> = {
	'trusted-types': m.selftest_install_trusted_types_note,
	cookies: m.selftest_install_cookies_note,
	https: m.selftest_install_https_note,
	nosniff: m.selftest_install_nosniff_note
};

export function sayNote({ name, standing }: InstallCheck): string {
	return standing === 'note' ? (NOTES[name]?.() ?? '') : '';
}

export function sayVerdict(verdict: Verdict | undefined): string {
	if (verdict === 'held') return m.selftest_verdict_held();
	if (verdict === 'second') return m.selftest_verdict_second();
	return verdict === 'broken' ? m.selftest_verdict_broken() : m.selftest_verdict_none();
}
