'use strict';
/**
 * Whether every door of a template is shut as shipped. A door is a node that answers a browser or a stranger: n8n serves forms
 * and webhooks to everybody unless the node says otherwise, so a template that says nothing is open to the whole internet.
 *
 * Three locks count:
 * - forms of admins: n8n's own login with the permission to execute the workflow (Form Trigger 2.6 and later). No password is
 *   shared, and the run knows who submitted. Form pages in the middle of a run inherit it from their trigger.
 * - pages for people without an n8n account: Basic Auth, set in the JSON, so that a missing credential is red and n8n answers
 *   nobody. Only those listed here.
 * - machines: a node of ours that demands the credential to check a signature with.
 * @see https://docs.n8n.io/integrations/builtin/core-nodes/n8n-nodes-base.formtrigger/
 */

const USER_LOGIN_SINCE = 2.6;
const PASSWORDS = ['basicAuth', 'headerAuth', 'jwtAuth'];

/** Title of the template → node → why people without an n8n account must get in. */
const FOR_PEOPLE_WITHOUT_ACCOUNT = {
	'Zoom to Kaltura: report status': { 'Status Page': 'support staff look at it' },
	// It shows no words of the vendors, so nothing that names anybody.
	'Zoom to Kaltura: rehearse with your own accounts': {
		'Live Page': 'n8n shows nothing of a form until its work is done; whoever stands by follows it here',
	},
	'Zoom to Kaltura: show access': {
		'Report Page': 'reviewers look at it',
		'Review File Page': 'reviewers take the file to fill in',
		'Person Page': 'reviewers look at it',
		'Decisions as CSV': 'auditors take it',
		'Decisions as JSON': 'auditors take it',
	},
	'Zoom to Kaltura: plan group changes': { 'Ask for Approval': 'whoever owns the directory decides' },
	'Zoom to Kaltura: provision Zoom users': {
		'Ask for Approval': 'whoever owns the list decides',
	},
	'Zoom to Kaltura: delete leavers': { 'Ask Before Deleting': 'whoever owns the list decides' },
};

/**
 * @param {any} workflow content of a template file
 * @param {(node: any) => import('n8n-workflow').INodeTypeDescription | undefined} describe undefined for an unknown type
 * @param {ReadonlyMap<string, unknown>} own our node types
 * @returns {string[]} one sentence per door that is not shut
 */
function openDoors(workflow, describe, own) {
	const lent = Object.hasOwn(FOR_PEOPLE_WITHOUT_ACCOUNT, workflow.name)
		? /** @type {any} */ (FOR_PEOPLE_WITHOUT_ACCOUNT)[workflow.name]
		: {};
	const triggers = workflow.nodes.filter(isFormTrigger);
	return workflow.nodes.flatMap((/** @type {any} */ node) => {
		const fault = faultOf(node);
		return fault ? [`Node "${node.name}": ${fault}.`] : [];
	});

	/** @param {any} node @returns {string | null} */
	function faultOf(node) {
		const parameters = node.parameters ?? {};
		if (isFormTrigger(node)) return isForUsers(node) ? null : withPassword(node, parameters.authentication);
		if (node.type === 'n8n-nodes-base.form') {
			// A page asks who is there only when its trigger has n8n's login; after Basic Auth it would answer everybody.
			return triggers.length > 0 && triggers.every(isForUsers)
				? null
				: 'its pages ask nobody who they are unless every Form Trigger has n8n User Auth';
		}
		if (node.type === 'n8n-nodes-base.wait') {
			if (!['form', 'webhook'].includes(parameters.resume)) return null;
			return withPassword(node, parameters.incomingAuthentication);
		}
		if (node.type === 'n8n-nodes-base.webhook') {
			return withPassword(node, parameters.authentication);
		}
		if (parameters.operation === 'sendAndWait') return 'the link that it sends answers everybody who has it';
		const description = describe(node);
		if (!description?.webhooks?.length || !description.group.includes('trigger')) return null;
		if (own.has(node.type) && description.credentials?.every(({ required }) => required)) return null;
		return 'it can be reached from outside, and nothing here says how it is shut';
	}

	/** @param {any} node @param {unknown} authentication @returns {string | null} */
	function withPassword(node, authentication) {
		const wanted = isFormTrigger(node)
			? `it needs n8n User Auth with Require Workflow Execute Permission (Form Trigger ${USER_LOGIN_SINCE} or later)`
			: 'it needs Basic Auth in its settings';
		if (typeof authentication !== 'string' || !PASSWORDS.includes(authentication)) {
			return `it answers everybody; ${wanted}`;
		}
		return lent[node.name] === undefined
			? `a shared password is only for people without an n8n account, which scripts/templates/doors.cjs must say; ${wanted}`
			: null;
	}
}

/** @param {any} node */
function isFormTrigger(node) {
	return node.type === 'n8n-nodes-base.formTrigger';
}

/** @param {any} node */
function isForUsers(node) {
	return (
		node.typeVersion >= USER_LOGIN_SINCE &&
		node.parameters?.authentication === 'n8nUserAuth' &&
		node.parameters.requireExecuteAccess === true
	);
}

module.exports = { openDoors };
