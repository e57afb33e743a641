import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';
import { hasRightForm, JUDGED_LENGTH, LEAST_SCORE, wordsNear } from '$lib/security/new-password';

let judge: ZxcvbnFactory | undefined;

/** Is it hard enough to guess for whoever knows the address? By dictionaries on this machine; nothing is asked. */
export function isStrong(password: string, address: string): boolean {
	judge ??= new ZxcvbnFactory({
		dictionary: { ...common.dictionary, ...english.dictionary },
		graphs: common.adjacencyGraphs,
		maxLength: JUDGED_LENGTH
	});
	return hasRightForm(password) && judge.check(password, wordsNear(address)).score >= LEAST_SCORE;
}
