import { findUser, removeUser, requireUser } from '../account/directory.mts';
import { oneOf } from '../account/fields.mts';
import type { User } from '../account/model.mts';
import { refuse } from '../account/refusals.mts';
import type { State } from '../account/state.mts';
import { ZoomRefusal, noContent } from '../wire/answer.mts';
import { userEvent } from '../webhooks/directory-events.mts';
import type { Call, Handlers } from '../world.mts';
import { isWebinar } from './meetings.mts';
import { locked } from './user-lock.mts';

/** DELETE /users/{userId}: docs/vendors/zoom.md#users-groups-roles-phones, docs/vendors/directory.md#what-zoom-does-with-users, #errors-of-user-calls. */

export const userRemovalHandlers: Handlers = {
	'DELETE /users/{userId}': async (call) => {
		const { world } = call;
		const user = requireUser(world, call.params.userId!);
		// Seen with users whom reading finds: whatever the reason, they cannot be removed here.
		if (user.flags?.unremovable) throw refuse.noUser(call.params.userId!);
		const action = oneOf(call.query.get('action') ?? 'disassociate', 'action', ['disassociate', 'delete']);
		check(user, action, world.state);
		const heir = findHeir(call, user);
		return locked(world, user.id, 'disassociate', () => {
			handOver(call, world.state, user, heir);
			removeUser(world.state, user);
			world.webhooks.emit(userEvent(world, action === 'delete' ? 'deleted' : 'disassociated', user));
			return noContent;
		});
	},
};

function check(user: User, action: 'disassociate' | 'delete', { settings }: State): void {
	if (user.flags?.invitationExpired) throw refuse.expiredInvitation();
	// "To delete a pending user, use disassociate"; the sentence is ours.
	if (user.status === 'pending' && action === 'delete') {
		throw refuse.validation('To delete a pending user, use disassociate.');
	}
	if (user.flags?.zoomRoom) throw new ZoomRefusal(400, 200, 'Cannot delete a Zoom Rooms user.');
	if (user.flags?.callQueueManager) {
		throw new ZoomRefusal(
			400,
			1000,
			'The user cannot be changed because they are a Call-queue manager or Auto-receptionist operator.',
		);
	}
	// Their role has to be taken away first.
	if (user.role_id === '0' || user.role_id === '1')
		throw new ZoomRefusal(400, 1117, 'You can not disassociate an Admin user.');
	const domain = user.email.split('@')[1]!.toLowerCase();
	if (action === 'disassociate' && user.status !== 'pending' && settings.managedDomains.includes(domain)) {
		throw new ZoomRefusal(400, 1107, 'You can not disassociate a user with managed domain.');
	}
}

const wants = (call: Call, name: string) => call.query.get(name) === 'true';
const TRANSFERS = ['meeting', 'webinar', 'recording', 'whiteboard', 'clipfiles', 'notes', 'visitors', 'docs'];

/** Who gets what the user leaves behind. @throws 300 when that person may not have it, 1001 when there is none */
function findHeir(call: Call, user: User): User | undefined {
	const email = call.query.get('transfer_email');
	if (!email) {
		if (user.flags?.zoomEvents) {
			throw refuse.validation(
				'This user has published events on Zoom Events and you do not specify a target user to transfer data.',
			);
		}
		return undefined;
	}
	if (email.toLowerCase() === user.email.toLowerCase()) {
		throw refuse.validation(
			"The transfer-to email address cannot be the same as the unlinked or deleted user's email address.",
		);
	}
	const heir = findUser(call.world, email);
	if (!heir || heir.status !== 'active') throw refuse.noUser(email);
	if (heir.type !== 2 && TRANSFERS.some((name) => wants(call, `transfer_${name}`))) {
		throw refuse.validation(
			'The destination user does not have a Licensed or higher license and cannot receive this data.',
		);
	}
	return heir;
}

/** What is not handed over leaves the account with the user. */
function handOver(call: Call, state: State, user: User, heir: User | undefined): void {
	for (const instance of [...state.instances.values()]) {
		if (instance.hostId !== user.id) continue;
		if (heir && wants(call, 'transfer_recording')) {
			instance.hostId = heir.id;
			instance.hostEmail = heir.email;
		} else {
			instance.files = [];
			instance.participantAudioFiles = [];
		}
	}
	for (const meeting of [...state.meetings.values()]) {
		if (meeting.hostId !== user.id) continue;
		if (heir && wants(call, isWebinar(meeting.type) ? 'transfer_webinar' : 'transfer_meeting'))
			meeting.hostId = heir.id;
		else meeting.expired = true;
	}
}
