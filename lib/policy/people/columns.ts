import type { ListColumn } from '../lists/columns';

/**
 * The columns of a list of people, with the headings that personnel systems and other tools give them: ours, Zoom's CSV
 * import, SCIM, OpenIdM and German, French and Spanish exports.
 */
export const PEOPLE_COLUMNS: readonly ListColumn[] = [
	{
		name: 'email',
		required: true,
		synonyms: [
			'e-mail',
			'mail',
			'email address',
			'e-mail-adresse',
			'user email',
			'username',
			'upn',
			'userPrincipalName',
			'work email',
			'correo',
			'courriel',
		],
	},
	{ name: 'newEmail', synonyms: ['new email', 'new e-mail', 'new address', 'neue e-mail'] },
	{
		name: 'firstName',
		synonyms: ['first name', 'given name', 'givenName', 'forename', 'vorname', 'prénom', 'nombre', '__FIRST_NAME__'],
	},
	{
		name: 'lastName',
		synonyms: ['last name', 'surname', 'family name', 'familyName', 'sn', 'nachname', 'nom', 'apellido', 'apellidos'],
	},
	{ name: 'displayName', synonyms: ['display name', 'full name', 'anzeigename'] },
	{ name: 'department', synonyms: ['dept', 'faculty', 'abteilung', 'fachbereich', 'département', 'departamento'] },
	{ name: 'licence', synonyms: ['license', 'user type', 'type', 'licence type', 'license type', 'lizenz'] },
	{ name: 'groups', synonyms: ['group', 'user group', 'gruppe', 'gruppen', 'groupes', 'grupos'] },
	{ name: 'role', synonyms: ['zoom role', 'rolle', 'rôle', 'rol'] },
	{ name: 'status', synonyms: ['state', 'zustand', 'statut', 'estado', 'employment status'] },
	{
		name: 'employeeId',
		synonyms: [
			'employee number',
			'employee id',
			'employee unique id',
			'employeeNumber',
			'personnel number',
			'staff id',
			'personalnummer',
			'matricule',
		],
	},
	{ name: 'jobTitle', synonyms: ['title', 'job title', 'position', 'funktion'] },
	{ name: 'manager', synonyms: ['manager email', 'supervisor', 'vorgesetzter'] },
	{ name: 'company', synonyms: ['organisation', 'organization', 'firma'] },
	{ name: 'costCenter', synonyms: ['cost center', 'cost centre', 'kostenstelle'] },
	{ name: 'location', synonyms: ['office', 'campus', 'standort'] },
	{ name: 'language', synonyms: ['locale', 'preferred language', 'sprache'] },
	{ name: 'timezone', synonyms: ['time zone', 'tz', 'zeitzone'] },
	{ name: 'phone', synonyms: ['phone number', 'telephone', 'telefon', 'téléphone', 'teléfono'] },
	{ name: 'zoomPlan', synonyms: ['zoom workplace', 'zoom one', 'zoom one type', 'zoom workplace plan', 'bundle'] },
	{ name: 'site', synonyms: ['phone site', 'zoom phone site'] },
	{ name: 'extension', synonyms: ['extension number', 'nebenstelle'] },
	{ name: 'callingPlans', synonyms: ['calling plan', 'calling plans'] },
	{ name: 'kalturaUserId', synonyms: ['cms user id', 'cms_user_id', 'kaltura id', 'kaltura user'] },
];

/** What lists say for who is in and who is out, as Zoom's status. */
const STATUS_WORDS: Readonly<Record<string, 'active' | 'inactive'>> = {
	active: 'active',
	aktiv: 'active',
	joiner: 'active',
	mover: 'active',
	enabled: 'active',
	inactive: 'inactive',
	inaktiv: 'inactive',
	leaver: 'inactive',
	left: 'inactive',
	deactivated: 'inactive',
	disabled: 'inactive',
	terminated: 'inactive',
	retired: 'inactive',
};

/** 'active', 'inactive', '' for an empty cell, or the word itself: then it is reported as unknown, never guessed. */
export function statusOf(word: string): string {
	const text = word.trim().toLowerCase();
	return STATUS_WORDS[text] ?? text;
}
