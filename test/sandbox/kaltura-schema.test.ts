/**
 * The local Kaltura knows the API as it is: its tables of classes, enumerations and actions are compared in both directions
 * with Kaltura's official client (npm kaltura-client 21.20.0, test only). Every request that a test makes is held against
 * these tables, so a parameter that we only believe in is found by the test that sends it.
 */
import { type KalturaAlone, startKalturaAlone } from './kaltura-alone';
import { clientActions, clientClasses, clientEnums } from './kaltura-client-types';

interface Schema {
	classes: Record<string, { base?: string; abstract?: true; properties: Record<string, string> }>;
	enums: Record<string, { base: 'int' | 'string'; values: string[] }>;
	actions: Record<string, Record<string, string>>;
}

let kaltura: KalturaAlone;
let schema: Schema;
beforeAll(async () => {
	kaltura = await startKalturaAlone();
	schema = await kaltura.control('GET', '/schema');
});
afterAll(() => kaltura.stop());

const classes = clientClasses();
const enums = clientEnums();
const actions = clientActions();
const bare = (name: string) => name.replace(/^Kaltura/, '').replace(/\[\]$/, '');

/** With what is inherited; the client's forms for several languages at once stand beside each such property. */
function clientProperties(name: string) {
	const all: Record<string, { type: string; readOnly: boolean }> = {};
	for (let current: string | null = name; current !== null; current = classes[current]?.base ?? null) {
		Object.assign(all, { ...classes[current]?.properties, ...all });
	}
	return Object.fromEntries(Object.entries(all).filter(([property]) => !property.startsWith('multiLingual_')));
}
function ourProperties(name: string): Record<string, string> {
	const { base, properties } = schema.classes[name]!;
	return { ...(base ? ourProperties(base) : {}), ...properties };
}

/** Our notation in the client's words. */
function inClientWords(declared: string): { type: string; readOnly: boolean } {
	const [type = '', ...flags] = declared.split(' ');
	const readOnly = flags.includes('readonly');
	const rule = schema.enums[type];
	if (rule) return { type: rule.base === 'int' ? 'int' : 'string', readOnly };
	if (type.endsWith('[]')) return { type: 'array', readOnly };
	return { type: type === 'time' ? 'int' : bare(type), readOnly };
}

/** `object` in our notation is what nobody here looks into. */
const sameType = (ours: string, theirs: string) =>
	ours === theirs ||
	(ours === 'object' && (theirs === 'array' || theirs in classes)) ||
	(ours === 'bigint' && theirs === 'int');

test('every class has the properties of the official client, of the same type, read-only where it says so', () => {
	const wrong: string[] = [];
	for (const name of Object.keys(schema.classes)) {
		if (!classes[bare(name)]) {
			wrong.push(`${name}: the client does not know it`);
			continue;
		}
		const theirs = clientProperties(bare(name));
		const ours = ourProperties(name);
		for (const property of Object.keys(theirs))
			if (!(property in ours)) wrong.push(`${name}.${property}: missing here`);
		for (const [property, declared] of Object.entries(ours)) {
			const expected = theirs[property];
			if (!expected) {
				wrong.push(`${name}.${property}: the client does not know it`);
				continue;
			}
			const { type, readOnly } = inClientWords(declared);
			if (!sameType(type, expected.type)) wrong.push(`${name}.${property}: ${type}, the client says ${expected.type}`);
			if (readOnly !== expected.readOnly) wrong.push(`${name}.${property}: read-only ${readOnly}, the client differs`);
		}
	}
	expect(wrong).toEqual([]);
});

test('every class stands below the class that the client puts it below', () => {
	const wrong = Object.entries(schema.classes).filter(([name, { base }]) => {
		if (base === undefined) return false;
		for (let current = classes[bare(name)]?.base; current; current = classes[current]?.base) {
			if (current === bare(base)) return false;
		}
		return true;
	});
	expect(wrong.map(([name]) => name)).toEqual([]);
});

test('every enumeration has the values of the official client', () => {
	const ours = Object.fromEntries(
		Object.entries(schema.enums).map(([name, { values }]) => [bare(name), [...new Set(values)].toSorted()]),
	);
	const theirs = Object.fromEntries(
		Object.keys(ours).map((name) => [name, [...new Set((enums[name] ?? []).map(String))].toSorted()]),
	);
	expect(ours).toEqual(theirs);
});

/** The client leaves out what answers with a file. */
const ANSWERS_A_FILE = new Set(['caption_captionasset.serve', 'attachment_attachmentasset.serve']);

test('every action takes the parameters of the official client, the same of them optional', () => {
	const wrong: string[] = [];
	for (const [endpoint, params] of Object.entries(schema.actions)) {
		const theirs = actions[endpoint.toLowerCase()];
		if (ANSWERS_A_FILE.has(endpoint)) continue;
		if (!theirs) {
			wrong.push(`${endpoint}: the client does not know it`);
			continue;
		}
		for (const name of Object.keys(theirs)) if (!(name in params)) wrong.push(`${endpoint} ${name}: missing here`);
		for (const [name, declared] of Object.entries(params)) {
			const expected = theirs[name];
			if (!expected) {
				wrong.push(`${endpoint} ${name}: the client does not know it`);
				continue;
			}
			const optional = declared.endsWith('?');
			const { type } = inClientWords(declared.replace(/\?$/, ''));
			if (!sameType(type, expected.type)) wrong.push(`${endpoint} ${name}: ${type}, the client says ${expected.type}`);
			if (optional !== expected.optional) wrong.push(`${endpoint} ${name}: optional ${optional}, the client differs`);
		}
	}
	expect(wrong).toEqual([]);
});

/** Actions of the same services that this Kaltura does not play; ours never sends them. */
const NOT_PLAYED = Object.entries({
	attachment_attachmentasset: 'getremotepaths',
	baseentry: `
		addfromuploadedfile anonymousrank bulkdelete clone export exporttocsv flag getcontextdata
		getplaybackcontext getremotepaths index listflags updatethumbnailfromsourceentry
		updatethumbnailfromurl updatethumbnailjpeg upload
	`,
	bulkupload_bulk: 'abort',
	caption_captionasset: 'export getremotepaths',
	category: 'addfrombulkupload clone exporttocsv index move unlockcategories',
	categoryentry: 'activate addfrombulkupload index reject syncprivacycontext updatestatusfrombulk',
	conversionprofile: 'add delete setasdefault update',
	cuepoint_cuepoint: 'add addfrombulk clone delete get update updatecuepointstimes updatestatus',
	elasticsearch_esearch: 'searchcategory',
	flavorasset: `
		add convert deletelocalcontent export getdownloadurl getflavorassetswithparams getremotepaths
		getwebplayablebyentryid reconvert serveadstitchcmd setassource setcontent update
	`,
	media: `
		addfrombulk addfromentry addfromflavorasset addfromrecordedwebcam addfromsearchresult
		anonymousrank bulkuploadadd convert exporttocsv flag getmrss listflags requestconversion
		updatethumbnail updatethumbnailfromsourceentry updatethumbnailfromurl updatethumbnailjpeg
		upload
	`,
	partner: `
		count getpublicinfo getsecrets getstatistics getusage list listfeaturestatus
		listpartnersforuser register registrationvalidation update
	`,
	permission: 'add delete get list update',
	playlist: `
		add clone delete execute executefromcontent executefromfilters get getstatsfromcontent update
	`,
	session: 'impersonate impersonatebyks',
	system: 'gethealthcheck pingdatabase',
	user: `
		addfrombulkupload checklogindataexists demoteadmin disablelogin enablelogin exporttocsv
		generateqrcode index login loginbyks loginbyloginid logindataresetpassword notifyban
		replaceuserlogindata resetpassword servecsv setinitialpassword updatelogindata validatehashkey
	`,
	userrole: 'add clone delete update',
	vendor_vendorintegration: 'add delete',
	vendor_zoomvendor: `
		deauthorization fetchregistrationpage localregistrationpage oauthvalidation preoauthvalidation
		recordingcomplete submitregistration
	`,
}).flatMap(([service, names]) =>
	names
		.trim()
		.split(/\s+/)
		.map((name) => `${service}.${name}`),
);

test('what it does not play is known', () => {
	const played = new Set(Object.keys(schema.actions).map((endpoint) => endpoint.toLowerCase()));
	const services = new Set([...played].map((endpoint) => endpoint.split('.')[0]));
	const missing = Object.keys(actions).filter(
		(endpoint) => services.has(endpoint.split('.')[0]) && !played.has(endpoint),
	);
	expect(missing.toSorted()).toEqual(NOT_PLAYED.toSorted());
});
