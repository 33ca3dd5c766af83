import type { AcceptedCredentials, Answers } from './wiring';
import type { CredentialReference, Workflow, WorkflowNode } from './workflow';

/** Credential types of our nodes. `test/workflows/parts.test.ts` holds them against the nodes' own descriptions. */
const OF_OUR_NODES: Readonly<Record<string, readonly string[]>> = {
	zoomTrigger: ['zoomWebhookApi'],
	loginTrigger: ['signedLoginApi'],
	zoomRecordings: ['zoomServerToServerOAuth2Api'],
	zoomUsersGroups: ['zoomServerToServerOAuth2Api', 'authorizationMetadataApi', 'kalturaApi', 'reviewLinksApi'],
	reviewTrigger: ['reviewLinksApi'],
	kalturaMedia: ['kalturaApi', 'zoomServerToServerOAuth2Api'],
	kalturaUsers: ['kalturaApi'],
	ownerResolver: ['zoomServerToServerOAuth2Api', 'kalturaApi'],
	groupSync: ['kalturaApi', 'zoomServerToServerOAuth2Api'],
	// In check-setup; the template install is the admin's own.
	zoomKalturaSetup: ['n8nInstanceApi'],
};

/** Operations of the setup's own node that speak to the vendors; all others but *Install* speak to n8n, or to nobody. */
const OF_SETUP_OPERATIONS: Readonly<Record<string, readonly string[]>> = {
	rehearse: ['zoomServerToServerOAuth2Api', 'kalturaApi'],
	rehearsalPage: [],
};

/** What people call the credential types. */
export const CREDENTIAL_NAMES: Readonly<Record<string, string>> = {
	zoomServerToServerOAuth2Api: 'Zoom Server-to-Server OAuth2 API',
	zoomWebhookApi: 'Zoom Webhook API',
	kalturaApi: 'Kaltura API',
	httpBasicAuth: 'Basic Auth',
	smtp: 'SMTP',
	signedLoginApi: 'Signed Login API',
	reviewLinksApi: 'Review Links API',
	n8nInstanceApi: 'Zoom to Kaltura Setup API',
};

/** Without these a workflow cannot be published; the others serve an option. */
const NEEDED = new Set([
	'zoomServerToServerOAuth2Api',
	'zoomWebhookApi',
	'kalturaApi',
	'httpBasicAuth',
	'signedLoginApi',
	'reviewLinksApi',
	// Only of mail nodes that are not switched off as shipped: those of campaigns.
	'smtp',
]);

/** Which credentials a node of our templates can take. */
export const acceptedCredentials: AcceptedCredentials = (node) => {
	const [prefix = '', type = ''] = node.type.split(/\.(?=[^.]+$)/);
	if (type === 'zoomKalturaSetup') {
		const ofOperation = OF_SETUP_OPERATIONS[String(node.parameters.operation)];
		if (ofOperation) return ofOperation;
	}
	if (prefix === 'n8n-nodes-zoom-kaltura') {
		const types = OF_OUR_NODES[type] ?? [];
		// Of Zoom's users only a snapshot looks into Kaltura, when it is told to.
		const alone = type === 'zoomUsersGroups' && node.parameters.kaltura !== true;
		return alone ? types.filter((one) => one !== 'kalturaApi') : types;
	}
	if (type === 'emailSend') return ['smtp'];
	const authentication = node.parameters.authentication ?? node.parameters.incomingAuthentication;
	return authentication === 'basicAuth' ? ['httpBasicAuth'] : [];
};

/** The login that the installer makes for the pages; nobody knows its password until the admin sets one. */
export const PAGES_LOGIN = 'Zoom to Kaltura: pages';

/** Whether any of the templates serves a page behind a user name and password. */
export function needsPagesLogin(templates: ReadonlyArray<{ workflow: Workflow }>): boolean {
	return templates.some(({ workflow }) =>
		workflow.nodes.some((node) => node.disabled !== true && acceptedCredentials(node).includes('httpBasicAuth')),
	);
}

/** The login of a workflow's pages, where it is the one that the installer made. */
export function pagesLoginOf(nodes: readonly WorkflowNode[]): CredentialReference | null {
	const logins = nodes.flatMap(({ credentials }) => credentials?.httpBasicAuth ?? []);
	return logins.find(({ name }) => name === PAGES_LOGIN) ?? null;
}

/** Sentences about credentials that a workflow cannot be published without. */
export function missingCredentials(workflow: Workflow): string[] {
	const missing = new Set<string>();
	for (const node of workflow.nodes) {
		if (node.disabled === true) continue;
		const accepted = acceptedCredentials(node).filter((type) => NEEDED.has(type));
		const first = requiredOf(node, accepted);
		if (first !== undefined && !node.credentials?.[first]) missing.add(first);
	}
	return [...missing].map(
		(type) =>
			`It is not published, because no credential of the type ${CREDENTIAL_NAMES[type] ?? type} was chosen: create one and run the setup again.`,
	);
}

/** The one without which the node does not run at all; several accepted types serve different settings of a node. */
function requiredOf(node: WorkflowNode, accepted: readonly string[]): string | undefined {
	if (node.type.endsWith('.groupSync'))
		return node.parameters.target === 'zoom' ? 'zoomServerToServerOAuth2Api' : 'kalturaApi';
	return accepted[0];
}

/**
 * The credential to use for each type: the one that the admin chose, else the only one that there is.
 * @param stored all credentials that the API key may see
 */
export function chosenCredentials(
	chosen: Readonly<Record<string, CredentialReference>>,
	stored: ReadonlyArray<CredentialReference & { type: string }>,
): Answers['credentials'] {
	const credentials: Record<string, CredentialReference> = {};
	for (const type of new Set(stored.map((one) => one.type))) {
		const [only, ...others] = stored.filter((one) => one.type === type);
		if (only && others.length === 0 && CREDENTIAL_NAMES[type] !== undefined)
			credentials[type] = { id: only.id, name: only.name };
	}
	return { ...credentials, ...chosen };
}
