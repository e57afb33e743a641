import { extension } from './content-type.ts';

/** What a file may do when it is opened, by its name: the end of a name decides which program opens it. */
export type FileRisk = 'program' | 'script' | 'macros' | 'page' | 'shortcut' | 'disk';

export interface FileDanger {
	readonly risk: FileRisk | null;
	/** The name is made to look like that of another kind of file. */
	readonly disguised: boolean;
}

const RISKS: Readonly<Record<FileRisk, string>> = {
	program:
		'exe com scr pif cpl msi msp mst msix msixbundle appx appxbundle appinstaller dll ocx sys drv gadget xll wll ' +
		'app pkg mpkg deb rpm apk ipa jar run elf bin appimage flatpakref snap air',
	script:
		'js jse mjs vbs vbe vb ws wsf wsc wsh sct hta bat cmd ps1 ps1xml ps2 psc1 psc2 psm1 sh bash zsh csh command py ' +
		'pyc pyw pyz rb pl php lua ahk au3 scpt scptd applescript workflow reg inf jnlp msc chm hlp application',
	shortcut:
		'lnk url desktop webloc website scf pnp library-ms search-ms searchconnector-ms settingcontent-ms theme themepack ' +
		'rdp ica diagcab one onepkg',
	page: 'html htm xhtml xht shtml mht mhtml svg svgz xsl xslt',
	macros: 'docm dotm xlsm xltm xlsb xlam xla pptm potm ppsm ppam sldm accde accdb mde mdb iqy slk',
	disk: 'iso img vhd vhdx dmg wim udf toast sparseimage'
};

const BY_END = new Map(
	Object.entries(RISKS).flatMap(([risk, ends]) =>
		ends.split(' ').map((end) => [end, risk as FileRisk] as const)
	)
);

/** Ends that nobody fears, put before the true one. */
const TRUSTED = new Set(
	'pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv jpg jpeg png gif webp heic mp3 mp4 mov wav zip eml'.split(
		' '
	)
);

/** Marks that turn the direction of what follows. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/;

/** What the name of a file tells. `written` is the name as it was sent, with what was taken out of it to show it. */
export function fileDanger(name: string, written: string | null = null): FileDanger {
	const risk = BY_END.get(extension(name)) ?? null;
	const stem = name.slice(0, Math.max(0, name.lastIndexOf('.')));
	const before = extension(stem.trimEnd());
	const turned = TURNING.test((written ?? '').slice(0, 4000));
	const spaced = /\s{4}/.test((written ?? '').slice(0, 4000).trim());
	return { risk, disguised: risk !== null && (TRUSTED.has(before) || turned || spaced) };
}
