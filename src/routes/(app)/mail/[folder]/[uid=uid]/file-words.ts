import type { Attachment } from '$lib/mail/open-message';
import type { FileCheck, FileKind } from '$lib/mail/file-kind';
import type { FileRisk } from '$lib/mail/file-risk';
import { m } from '$lib/paraglide/messages';

/** One word beside a file. */
export const RISK_WORD: Readonly<Record<FileRisk, () => string>> = {
	program: m.comfort_risk_program,
	script: m.comfort_risk_script,
	macros: m.comfort_risk_macros,
	page: m.comfort_risk_page,
	shortcut: m.comfort_risk_shortcut,
	disk: m.comfort_risk_disk
};

/** What it means and what to do. */
export const RISK_TEXT: Readonly<Record<FileRisk, () => string>> = {
	program: m.comfort_risk_program_text,
	script: m.comfort_risk_program_text,
	macros: m.comfort_risk_macros_text,
	page: m.comfort_risk_page_text,
	shortcut: m.comfort_risk_shortcut_text,
	disk: m.comfort_risk_disk_text
};

const KIND: Readonly<Record<FileKind, () => string>> = {
	picture: m.comfort_kind_picture,
	pdf: m.comfort_kind_pdf,
	document: m.comfort_kind_document,
	text: m.comfort_kind_text,
	page: m.comfort_kind_page,
	program: m.comfort_kind_program,
	script: m.comfort_kind_script,
	archive: m.comfort_kind_archive,
	sound: m.comfort_kind_sound,
	film: m.comfort_kind_film,
	message: m.comfort_kind_message,
	disk: m.comfort_kind_disk
};

/** “Says it is a PDF, is a program”, or empty when a file is what it says. */
export function sayDifference(check: FileCheck | null | undefined): string {
	if (!check?.differs || !check.is) return '';
	const is = KIND[check.is]();
	return check.says ? m.comfort_differs({ says: KIND[check.says](), is }) : m.comfort_is_really({ is });
}

/** The word beside a file that may do harm, or empty. */
export function sayRisk({ risk, disguised }: Attachment): string {
	if (!risk) return '';
	return disguised ? m.comfort_disguised({ risk: RISK_WORD[risk]() }) : RISK_WORD[risk]();
}
