import type { INodePropertyOptions } from 'n8n-workflow';

const FAMILIES: Record<string, string[]> = {
	recording: [
		'archive_files_completed',
		'batch_deleted',
		'batch_recovered',
		'batch_trashed',
		'cloud_storage_usage_updated',
		'completed',
		'deleted',
		'paused',
		'recovered',
		'registration_approved',
		'registration_created',
		'registration_denied',
		'renamed',
		'resumed',
		'started',
		'stopped',
		'transcript_completed',
		'trashed',
	],
	meeting: [
		'aic_transcript_completed',
		'created',
		'deleted',
		'ended',
		'participant_joined',
		'participant_left',
		'participant_role_changed',
		'started',
		'summary_completed',
		'updated',
	],
	webinar: [
		'created',
		'deleted',
		'ended',
		'participant_joined',
		'participant_left',
		'participant_role_changed',
		'started',
		'updated',
	],
	user: [
		'activated',
		'created',
		'deactivated',
		'deleted',
		'disassociated',
		'invitation_accepted',
		'settings_updated',
		'signed_in',
		'signed_out',
		'updated',
	],
	group: [
		'admin_added',
		'admin_deleted',
		'created',
		'deleted',
		'lock_settings_updated',
		'member_added',
		'member_deleted',
		'settings_updated',
		'updated',
	],
};

/** "Recording: All", "Recording: Completed", … The value is Zoom's own name of the event. */
export const EVENT_OPTIONS: INodePropertyOptions[] = Object.entries(FAMILIES)
	.flatMap(([family, events]) => [
		{ name: `${titleCase(family)}: All`, value: `${family}.*` },
		...events.map((event) => ({ name: `${titleCase(family)}: ${titleCase(event)}`, value: `${family}.${event}` })),
	])
	.sort((a, b) => a.name.localeCompare(b.name));

function titleCase(name: string): string {
	return name
		.split('_')
		.map((word) => (word === 'aic' ? 'AIC' : word.charAt(0).toUpperCase() + word.slice(1)))
		.join(' ');
}
