import type { Resource } from '../../../../lib/n8n/operation';
import type { OpenedZoom } from '../../../../lib/n8n/zoom';

import { activate } from './activate.operation';
import { changeEmail } from './change-email.operation';
import { create } from './create.operation';
import { deactivate } from './deactivate.operation';
import { remove } from './delete.operation';
import { ensure } from './ensure.operation';
import { get } from './get.operation';
import { getMany } from './get-many.operation';
import { inviteAgain } from './invite-again.operation';
import { logOut } from './log-out.operation';
import { setPassword } from './set-password.operation';
import { update } from './update.operation';

export const user: Resource<OpenedZoom> = {
	value: 'user',
	name: 'User',
	operations: [
		get,
		getMany,
		ensure,
		create,
		update,
		changeEmail,
		setPassword,
		inviteAgain,
		activate,
		deactivate,
		logOut,
		remove,
	],
};
