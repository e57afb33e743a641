import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeInvitation } from '$lib/server/calendar/judge-invitation';
import { readCards } from '$lib/server/calendar/read-cards';
import { readInvitation } from '$lib/server/calendar/read-invitation';
import { calendar, event, many } from '../../../bed/calendars';

const NOW = Date.UTC(2026, 10, 25, 12);
const read = (...lines: string[]) => readInvitation(event(...lines), NOW);
const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

describe('when', () => {
	test('a zone without a VTIMEZONE is that zone, not floating', () => {
		const { start, end } = read(
			'DTSTART;TZID=Europe/Oslo:20261127T100000',
			'DTEND;TZID=Europe/Oslo:20261127T113000'
		);
		expect(start).toEqual({
			kind: 'zoned',
			ms: Date.parse('2026-11-27T09:00:00Z'),
			zone: 'Europe/Oslo'
		});
		expect(iso(end?.ms)).toBe('2026-11-27T10:30:00.000Z');
	});

	test('the name of a Windows zone', () => {
		const { start } = read('DTSTART;TZID="Eastern Standard Time":20261127T100000');
		expect(iso(start?.ms)).toBe('2026-11-27T15:00:00.000Z');
	});

	test('a zone of their own comes with its rules', () => {
		const text = calendar(
			'BEGIN:VTIMEZONE',
			'TZID:Ours',
			'BEGIN:STANDARD',
			'DTSTART:20001029T030000',
			'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
			'TZOFFSETFROM:+0400',
			'TZOFFSETTO:+0300',
			'END:STANDARD',
			'BEGIN:DAYLIGHT',
			'DTSTART:20000326T020000',
			'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
			'TZOFFSETFROM:+0300',
			'TZOFFSETTO:+0400',
			'END:DAYLIGHT',
			'END:VTIMEZONE',
			'BEGIN:VEVENT',
			'UID:u',
			'DTSTART;TZID=Ours:20260715T100000',
			'END:VEVENT'
		);
		expect(readInvitation(text, NOW).start).toEqual({
			kind: 'zoned',
			ms: Date.parse('2026-07-15T06:00:00Z'),
			zone: null
		});
	});

	test('rules that would run for ever are not followed; the time is as written, and said so', () => {
		const text = calendar(
			'BEGIN:VTIMEZONE',
			'TZID:Trap',
			'BEGIN:STANDARD',
			'DTSTART:16010101T000000',
			'RRULE:FREQ=SECONDLY',
			'TZOFFSETFROM:+0000',
			'TZOFFSETTO:+0100',
			'END:STANDARD',
			'END:VTIMEZONE',
			'BEGIN:VEVENT',
			'UID:u',
			'DTSTART;TZID=Trap:20260715T100000',
			'END:VEVENT'
		);
		const found = readInvitation(text, NOW);
		expect(found.start?.kind).toBe('floating');
		expect(found.warnings).toContain('unknown-zone');
	});

	test('floating, whole days, days in a row, a duration', () => {
		expect(read('DTSTART:20261127T100000').start?.kind).toBe('floating');
		expect(read('DTSTART;VALUE=DATE:20261127', 'DTEND;VALUE=DATE:20261128').end).toBeNull();
		expect(iso(read('DTSTART;VALUE=DATE:20261127', 'DTEND;VALUE=DATE:20261130').end?.ms)).toBe(
			'2026-11-29T00:00:00.000Z'
		);
		expect(iso(read('DTSTART:20261127T100000Z', 'DURATION:PT1H30M').end?.ms)).toBe(
			'2026-11-27T11:30:00.000Z'
		);
		expect(read('DTSTART:20261127T100000Z', 'DTEND:20261126T100000Z').end).toBeNull();
	});
});

describe('repetitions', () => {
	const repeats = (rule: string, start = '20260901T090000', tzid = 'Europe/Oslo') =>
		read(`DTSTART;TZID=${tzid}:${start}`, `RRULE:${rule}`);

	test('the next time keeps its hour when the clocks change', () => {
		// First in summer time; the next is in winter time, still at nine.
		expect(iso(repeats('FREQ=WEEKLY;BYDAY=TU').next?.ms)).toBe('2026-12-01T08:00:00.000Z');
	});

	test.each([
		['FREQ=DAILY;INTERVAL=3', 'daily'],
		['FREQ=WEEKLY;BYDAY=MO,WE', 'weekly'],
		['FREQ=MONTHLY;BYMONTHDAY=-1', 'monthly'],
		['FREQ=MONTHLY;BYDAY=2TU', 'monthly'],
		['FREQ=YEARLY', 'yearly'],
		['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', 'yearly']
	])('%s', (rule, frequency) => expect(repeats(rule).repeat?.frequency).toBe(frequency));

	test.each([
		'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
		'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
		'FREQ=SECONDLY',
		'FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1',
		'FREQ=WEEKLY;BYSETPOS=99;BYDAY=MO',
		'FREQ=DAILY;INTERVAL=100',
		'FREQ=YEARLY;BYWEEKNO=53'
	])('%s is not gone through', (rule) => {
		const found = repeats(rule);
		expect(found.repeat).toBeNull();
		expect(found.next).toBeNull();
		expect(found.complex).toBe(true);
	});

	test('an end, a count, dates left out', () => {
		expect(repeats('FREQ=WEEKLY;UNTIL=20261001T000000Z').next).toBeNull();
		expect(repeats('FREQ=WEEKLY;COUNT=3').next).toBeNull();
		const found = read(
			'DTSTART;TZID=Europe/Oslo:20260901T090000',
			'RRULE:FREQ=WEEKLY;BYDAY=TU',
			'EXDATE;TZID=Europe/Oslo:20261201T090000'
		);
		expect(iso(found.next?.ms)).toBe('2026-12-08T08:00:00.000Z');
	});

	test('a rule without an end is gone through a thousand times at most', () => {
		expect(repeats('FREQ=DAILY', '19700101T090000').next).toBeNull();
	});
});

describe('hostile files', () => {
	const HOSTILE = '<img src=x onerror=alert(1)>\\n\u202etxt.exe\u0007';

	test('script in every field stays text', () => {
		const found = read(
			`SUMMARY:${HOSTILE}`,
			`LOCATION:${HOSTILE}`,
			`DESCRIPTION:${HOSTILE}`,
			`COMMENT:${HOSTILE}`,
			`ORGANIZER;CN="${HOSTILE}":mailto:a@example.org`,
			`ATTENDEE;CN="${HOSTILE}";PARTSTAT=${HOSTILE.slice(0, 4)}:javascript:alert(1)`,
			'DTSTART:20261127T100000Z'
		);
		expect(found.title).toContain('<img src=x');
		expect(JSON.stringify(found.title)).not.toMatch(/\\u0007|\\n/);
		expect(found.attendees[0]).toMatchObject({ address: '', answer: 'needs-action' });
	});

	test('ten thousand people are counted, a hundred shown', () => {
		const people = many(10_000, (i) => `ATTENDEE;CN=P${i}:mailto:p${i}@example.org`);
		const found = read('DTSTART:20261127T100000Z', ...people.slice(0, 9000));
		expect(found.attendeeCount).toBe(9000);
		expect(found.attendees).toHaveLength(100);
	});

	test.each([
		['parameters', `X${';A=B'.repeat(30_000)}:c`],
		['values', `RDATE:${'20200101,'.repeat(30_000)}20200101`],
		['quotes', `X;A="${';a="'.repeat(30_000)}`]
	])('a file of nothing but %s is not taken apart', (_, line) => {
		expect(() => read(line)).toThrow('part/missing');
	});

	test('a rule that is none makes the file one that cannot be read', () => {
		expect(() => read('DTSTART:20261127T100000Z', 'RRULE:FREQ=YEARLY;BYWEEKNO=54')).toThrow('part/missing');
	});

	test('what is too large, cut off or no calendar at all is refused', () => {
		expect(() => readInvitation(event(`SUMMARY:${'a'.repeat(600_000)}`), NOW)).toThrow('part/missing');
		expect(() => readInvitation('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u', NOW)).toThrow('part/missing');
		expect(() => readInvitation('BEGIN:A\r\n'.repeat(30_000), NOW)).toThrow('part/missing');
		expect(() => readInvitation('<html>', NOW)).toThrow('part/missing');
	});

	test('whatever the lines, it is read or refused, in bounded time and size', () => {
		const name = fc.constantFrom(
			'DTSTART',
			'DTEND',
			'RRULE',
			'SUMMARY',
			'ATTENDEE',
			'ORGANIZER',
			'DURATION',
			'SEQUENCE',
			'EXDATE',
			'RECURRENCE-ID',
			'DESCRIPTION',
			'RDATE',
			'STATUS',
			'BEGIN',
			'END'
		);
		const value = fc.oneof(
			fc.string({ maxLength: 60 }),
			fc.constantFrom(
				'20261127T100000',
				'20261399T999999Z',
				'FREQ=YEARLY',
				'VEVENT',
				'mailto:a@b.example',
				'P1D',
				'-1'
			)
		);
		const params = fc.constantFrom('', ';TZID=Europe/Oslo', ';VALUE=DATE', ';CN="a', ';X=1;X=2', ';TZID=');
		fc.assert(
			fc.property(fc.array(fc.tuple(name, params, value), { maxLength: 12 }), (lines) => {
				try {
					const found = read(...lines.map(([n, p, v]) => `${n}${p}:${v.replace(/[\r\n]/g, ' ')}`));
					expect(found.title.length).toBeLessThanOrEqual(501);
					if (found.start) expect(Number.isFinite(found.start.ms)).toBe(true);
				} catch (error) {
					expect((error as { code?: string }).code).toBe('part/missing');
				}
			}),
			{ numRuns: 300 }
		);
	});
});

describe('who may say what', () => {
	const from = (address: string) => [{ name: '', address }];
	const own = ['ada@demo.test'];
	const asked = (method: string, ...lines: string[]) =>
		readInvitation(
			event(
				...['DTSTART:20261127T100000Z', 'ORGANIZER:mailto:Ben@demo.test', ...lines],
				`X-METHOD:${method}`
			).replace('VERSION:2.0', `VERSION:2.0\r\nMETHOD:${method}`),
			NOW
		);
	const ADA = 'ATTENDEE:mailto:Ada@demo.test';
	const around = { own, given: null, knownOrganizer: null };

	test('invited by the organizer: can be answered, by the address that was invited', () => {
		const found = judgeInvitation(asked('REQUEST', ADA), { ...around, from: from('ben@demo.test') });
		expect(found).toMatchObject({ answerable: true, you: 'Ada@demo.test', warnings: [] });
	});

	test('sent by somebody else: said so', () => {
		const found = judgeInvitation(asked('REQUEST', ADA), { ...around, from: from('eve@example.org') });
		expect(found.warnings).toEqual(['organizer-elsewhere']);
	});

	test('nobody of this account was invited: no answer', () => {
		const found = judgeInvitation(asked('REQUEST', 'ATTENDEE:mailto:cleo@demo.test'), {
			...around,
			from: from('ben@demo.test')
		});
		expect(found).toMatchObject({ answerable: false, you: null });
	});

	test('a cancellation counts from the organizer alone', () => {
		const cancel = asked('CANCEL', ADA);
		expect(judgeInvitation(cancel, { ...around, from: from('ben@demo.test') }).cancelled).toBe(true);
		const forged = judgeInvitation(cancel, { ...around, from: from('eve@example.org') });
		expect(forged.cancelled).toBe(false);
		expect(forged.warnings).toContain('not-the-organizer');
		// The organizer of the event that was answered is remembered, so naming oneself in another does not help.
		const taken = judgeInvitation(cancel, {
			...around,
			from: from('ben@demo.test'),
			knownOrganizer: 'cleo@demo.test'
		});
		expect(taken.warnings).toContain('not-the-organizer');
	});

	test('an answer counts from the person it speaks for alone', () => {
		const reply = asked('REPLY', 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:cleo@demo.test');
		expect(judgeInvitation(reply, { ...around, from: from('cleo@demo.test') }).warnings).toEqual([]);
		expect(judgeInvitation(reply, { ...around, from: from('eve@example.org') }).warnings).toEqual([
			'not-the-attendee'
		]);
	});

	test('an older version than the one answered cannot be answered', () => {
		const given = { answer: 'accepted', at: 1, sequence: 3, told: 'ben@demo.test' } as const;
		const found = judgeInvitation(asked('REQUEST', ADA, 'SEQUENCE:2'), {
			...around,
			from: from('ben@demo.test'),
			given
		});
		expect(found).toMatchObject({ answerable: false, warnings: ['outdated'] });
	});
});

describe('contact cards', () => {
	const card = (...lines: string[]) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n');

	test('what people put on theirs', () => {
		const { cards } = readCards(
			card(
				'FN:Bente Lund',
				'N:Lund;Bente;;;',
				'ORG:Harbour Row;Boats',
				'TITLE:Skipper',
				'EMAIL;TYPE=WORK:bente@example.org',
				'TEL;TYPE=CELL,VOICE:+47 123',
				'ADR;TYPE=HOME:;;Kaigata 1;Oslo;;0150;Norway',
				'URL:javascript:alert(1)',
				'URL:https://example.org/',
				'PHOTO;ENCODING=b;TYPE=JPEG:AAAA',
				'NOTE:one\\ntwo'
			)
		);
		expect(cards[0]).toEqual({
			name: 'Bente Lund',
			organisation: 'Harbour Row, Boats',
			title: 'Skipper',
			addresses: [{ value: 'bente@example.org', label: 'work' }],
			phones: [{ value: '+47 123', label: 'cell' }],
			places: [{ value: 'Kaigata 1, Oslo, 0150, Norway', label: 'home' }],
			sites: ['https://example.org/'],
			birthday: '',
			note: 'one\ntwo'
		});
	});

	test('a name from its parts, an address that is none left out, many cards counted', () => {
		const { cards, count } = readCards(card('N:Lund;Bente;;;', 'EMAIL:<script>').repeat(30));
		expect(cards).toHaveLength(20);
		expect(count).toBe(30);
		expect(cards[0]).toMatchObject({ name: 'Bente Lund', addresses: [] });
		expect(() => readCards('hello')).toThrow('part/missing');
	});
});
