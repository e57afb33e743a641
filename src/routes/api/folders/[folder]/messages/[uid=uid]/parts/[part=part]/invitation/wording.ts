import type { Answer, Invitation } from '$lib/mail/invitation';
import { m } from '$lib/paraglide/messages';
import type { AnswerWording } from '$lib/server/flows/answer-invitation';

const SUBJECT: Record<Answer, (named: { title: string }) => string> = {
	accepted: m.invite_mail_accepted,
	tentative: m.invite_mail_tentative,
	declined: m.invite_mail_declined
};
const TEXT: Record<Answer, (named: { address: string; title: string }) => string> = {
	accepted: m.invite_mail_accepted_text,
	tentative: m.invite_mail_tentative_text,
	declined: m.invite_mail_declined_text
};

/** The mail around an answer, in the person's language; programs read the calendar beside it. */
export function answerWording(): AnswerWording {
	const titleOf = ({ title }: Invitation) => title.slice(0, 200) || m.invite_untitled();
	return {
		subject: (answer, invitation) => SUBJECT[answer]({ title: titleOf(invitation) }),
		text: (answer, invitation, comment) => {
			const said = TEXT[answer]({ address: invitation.you ?? '', title: titleOf(invitation) });
			return comment ? `${said}\n\n${comment}\n` : `${said}\n`;
		}
	};
}
