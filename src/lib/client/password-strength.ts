import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';
import { JUDGED_LENGTH, wordsNear } from '$lib/security/new-password';

/**
 * How hard passwords are to guess, as the server will judge too. The dictionaries are large: pages load this file
 * when somebody begins to change a password, never before. Nothing of what is typed leaves the page.
 */
const judge = new ZxcvbnFactory({
	dictionary: { ...common.dictionary, ...english.dictionary },
	graphs: common.adjacencyGraphs,
	maxLength: JUDGED_LENGTH
});

/** 0 (guessed at once) to 4. */
export function strengthOf(password: string, address: string): number {
	return judge.check(password, wordsNear(address)).score;
}
