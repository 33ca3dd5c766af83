/**
 * Whether a canvas can be read: how large the labels are when the editor fits the workflow into a window of 1440 × 900, as it
 * does when somebody opens it, and how many nodes there are.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

interface Node {
	type: string;
	position: [number, number];
	parameters: { width?: number; height?: number };
}

/** The editor's canvas in that window (n8n 2.40.7): without the narrow menu, the header and the bar of the logs. */
const CANVAS = { width: 1398, height: 798 };
/** What "zoom to fit" leaves free around the workflow; measured on docs/pictures/canvas.png. */
const MARGIN = 1.2;
const LABEL_PX = 16;
const NODE_SIZE = 96;

const SMALLEST_LABEL = 8;
const MOST_NODES = 16;

const folder = resolve(__dirname, '../../workflows');
const templates = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file): [string, Node[]] => [
		basename(file, '.json'),
		(JSON.parse(readFileSync(join(folder, file), 'utf8')) as { nodes: Node[] }).nodes,
	]);
const isNote = ({ type }: Node) => type === 'n8n-nodes-base.stickyNote';

/** Pixels of a label, rounded down to a tenth. */
function labelSize(nodes: readonly Node[]): number {
	const size = (node: Node, side: 'width' | 'height') => (isNote(node) ? node.parameters[side] ?? 0 : NODE_SIZE);
	const extent = (axis: 0 | 1, side: 'width' | 'height') =>
		Math.max(...nodes.map((node) => node.position[axis] + size(node, side))) -
		Math.min(...nodes.map((node) => node.position[axis]));
	const zoom = Math.min(
		CANVAS.width / MARGIN / extent(0, 'width'),
		CANVAS.height / MARGIN / extent(1, 'height'),
		1,
	);
	return Math.floor(LABEL_PX * zoom * 10) / 10;
}

test.each(templates)('%s: its labels can be read when the editor opens it', (_, nodes) => {
	expect(labelSize(nodes)).toBeGreaterThanOrEqual(SMALLEST_LABEL);
});

test.each(templates)('%s: has no more nodes than one looks over at once', (_, nodes) => {
	expect(nodes.filter((node) => !isNote(node)).length).toBeLessThanOrEqual(MOST_NODES);
});
