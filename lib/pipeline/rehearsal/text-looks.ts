import { isFeatureMissing } from '../../kaltura/errors';
import type { Facts } from '../../policy/setup/rehearsal/step';

import { until } from './kaltura-looks';
import { factsOf, type Look, type Rehearsal, seconds } from './rehearsal';

/** Texts of our own: those of the recording say what was spoken. */
const CAPTION = 'WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nThis is a rehearsal.\n';
const CHAT = '00:00:01\tRehearsal:\tThis is a rehearsal.\n';

const READY = 2;

export const kalturaCaption: Look = async (run) => {
	const { captions } = run.clients.kaltura;
	return await tryText(run, {
		add: (entryId) =>
			captions.add(entryId, { language: 'English', label: 'Rehearsal', format: 'webvtt' }, { text: CAPTION }),
		list: (entryId) => captions.list(entryId),
		remove: (id) => captions.delete(id),
	});
};

export const kalturaAttachment: Look = async (run) => {
	const { attachments } = run.clients.kaltura;
	return await tryText(run, {
		add: (entryId) => attachments.add(entryId, { filename: 'rehearsal.txt', format: 'text' }, { text: CHAT }),
		list: (entryId) => attachments.list(entryId),
		remove: (id) => attachments.delete(id),
	});
};

interface Texts {
	add(entryId: string): Promise<{ id: string }>;
	list(entryId: string): Promise<Array<{ id: string; status: number | string }>>;
	remove(id: string): Promise<boolean>;
}

async function tryText(run: Rehearsal, texts: Texts): Promise<Facts> {
	const { entryId } = run.state;
	if (!entryId) return { skipped: 'no-entry' };
	const since = performance.now();
	const added = await texts.add(entryId).catch((error: unknown) => {
		if (!isFeatureMissing(error)) throw error;
		run.detail = `${error.message} ${error.remedy}`;
		return error;
	});
	if (added instanceof Error) return { added: false, missing: true, ...factsOf(added) };
	const ready = await until(run, run.wishes.waitSeconds, async () => {
		const status = (await texts.list(entryId)).find(({ id }) => id === added.id)?.status;
		return status === undefined || Number(status) === 0 || Number(status) === 1 ? undefined : Number(status) === READY;
	});
	const removed = await texts.remove(added.id);
	return { added: true, missing: false, ready: ready === true, removed, seconds: seconds(since) };
}

export const kalturaAssignment: Look = async (run) => {
	const { state, clients, wishes } = run;
	if (wishes.category === '' || state.categoryId === undefined) return { skipped: 'not-asked' };
	if (!state.entryId) return { skipped: 'no-entry' };
	const { entryId, categoryId } = state;
	const { categories } = clients.kaltura;
	const [assigned] = await categories.assign([{ entryId, categoryId }]);
	if (!assigned || assigned instanceof Error) throw assigned ?? new Error('Kaltura answered nothing');
	const shown = (await categories.assignmentsOf(entryId)).some((one) => one.categoryId === categoryId);
	const removed = await categories.unassign(entryId, categoryId);
	return { assigned: true, awaitsApproval: assigned.awaitsApproval, shown, removed };
};
