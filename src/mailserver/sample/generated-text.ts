import { Random } from './random.ts';

const FIRST =
	'Anna Bruno Chiara Dmitri Eva Farid Greta Hiro Ines Jonas Kaori Lena Mateo Nadia Olga Pablo Quentin Rosa Sven Tomas Ulla Vera Wang Xenia Yusuf Zoe'.split(
		' '
	);
const LAST =
	'Alvarez Becker Chen Dubois Eriksson Fischer Garcia Haas Ivanov Jensen Kowalski Lindqvist Moreau Nakamura Oliveira Petrov Quist Rossi Schmidt Tanaka Urban Virtanen Weber Xu Yamada Zielinski'.split(
		' '
	);
const FOREIGN = [
	'Jürgen Müller',
	'Łukasz Wójcik',
	'Élodie Lefèvre',
	'山田太郎',
	'佐藤花子',
	'Søren Ångström',
	'Ольга Смирнова',
	'Dvořák Jiří'
];
const HOSTS =
	'example.com example.org example.net mail.example.com lists.example.org corp.example.net shop.example.com'.split(
		' '
	);
const WORDS = (
	'the of to and in is for on that with as are by at from this it be or an was have not you we can will your has ' +
	'project report meeting schedule release server budget review customer invoice delivery contract draft update issue ' +
	'version change request network storage backup migration account payment order shipment ticket support design feature ' +
	'quarter forecast plan milestone deadline agenda minutes proposal estimate approval signature document attachment ' +
	'please find attached regarding following yesterday tomorrow morning afternoon available confirm thanks regards kind ' +
	'question answer problem solution test result measure latency throughput memory cache index queue thread message folder ' +
	'market product launch campaign partner vendor supplier training workshop conference travel hotel flight booking ' +
	'garden kitchen bicycle mountain river library museum concert recipe weather holiday weekend family school'
).split(' ');

export const TOPICS = [
	'Quarterly report',
	'Budget draft',
	'Invoice',
	'Release plan',
	'Team lunch',
	'Server migration',
	'Backup failed',
	'Your order has shipped',
	'Weekly digest',
	'Security notice',
	'Meeting minutes',
	'Travel booking',
	'Contract review',
	'Interview schedule',
	'Photo album',
	'Password change',
	'New comment on your ticket',
	'Build broken',
	'Holiday plans',
	'Workshop agenda'
];

/** Lines of about 70 characters, made once: picking lines is many times faster than picking words. */
const LINES = (() => {
	const random = new Random('lines');
	return Array.from({ length: 4000 }, () => {
		let line = random.pick(WORDS);
		while (line.length < 62) line += ` ${random.pick(WORDS)}`;
		return line;
	});
})();

/** About `length` characters in lines and paragraphs. */
export function prose(random: Random, length: number): string {
	const lines: string[] = [];
	for (let size = 0; size < length; size += (lines.at(-1)?.length ?? 0) + 1) {
		lines.push(random.pick(LINES));
		if (random.share() < 0.12) lines.push('');
	}
	return `${lines.join('\n')}.`;
}

/** A few words on one line. */
export const phrase = (random: Random, count: number) =>
	Array.from({ length: count }, () => random.pick(WORDS)).join(' ');

export function stranger(random: Random): [name: string, address: string] {
	if (random.share() < 0.15) {
		return [random.pick(FOREIGN), `u${random.between(0, 399)}@${random.pick(HOSTS)}`];
	}
	const name = `${random.pick(FIRST)} ${random.pick(LAST)}`;
	return [name, `${name.toLowerCase().replace(' ', '.')}@${random.pick(HOSTS)}`];
}

export const FOREIGN_LINES = {
	'iso-2022-jp':
		'お世話になっております。会議の資料を添付いたしますのでご確認ください。よろしくお願いいたします。',
	'windows-1252':
		'Voici le compte rendu de la réunion d’hier — merci de vérifier les chiffres à côté du café.',
	'utf-8':
		'Anbei die Übersicht für das nächste Quartal. Bitte prüfen Sie die Änderungen und antworten Sie bis Freitag.'
};
