/**
 * Draws the sandbox's recordings with ffmpeg. The results are committed, so nobody needs ffmpeg to use the sandbox;
 * run `node sandbox/media/make.mts` (with ffmpeg and the DejaVu fonts installed) only to change what they look like.
 *
 * Every file can be told apart by eye (its label, its colours, something that moves, a running clock) and by ear
 * (its tone), so that a mix-up of layouts or segments is seen by whoever watches the console.
 * H.264 baseline and AAC with the index in front: playable while loading, in every browser.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const WIDTH = 640;
const HEIGHT = 360;
const FRAMES_PER_SECOND = 12;

interface Text {
	text: string;
	size: number;
	color: string;
	/** ffmpeg expressions; `t` is the time in seconds, `tw` the width of the text. */
	x: string;
	y: string;
	bold?: boolean;
	/** ffmpeg expression: shown while it is true. */
	while?: string;
}
interface Box {
	color: string;
	x: number;
	y: number;
	width: number;
	height: number;
	/** ffmpeg expression: shown while it is true. */
	while?: string;
}
interface Scene {
	file: string;
	seconds: number;
	background: string;
	toneHertz: number;
	draw: Array<Text | Box>;
}

const text = (value: string, size: number, color: string, x: string, y: string, extra: Partial<Text> = {}): Text => ({
	text: value,
	size,
	color,
	x,
	y,
	...extra,
});
const box = (color: string, x: number, y: number, width: number, height: number, shown?: string): Box => ({
	color,
	x,
	y,
	width,
	height,
	...(shown ? { while: shown } : {}),
});

/** A person who sways a little: a head and shoulders made of two discs, the lower one cut off by the frame's edge. */
function person(centre: number, top: number, size: number, shirt: string, skin = '0xF2C9A1', phase = 0): Text[] {
	const sway = `${centre}-tw/2+${Math.round(size / 30)}*sin(2*t+${phase})`;
	return [
		text('●', size * 2, shirt, `${centre}-tw/2`, String(top + size * 0.55)),
		text('●', size, skin, sway, String(top)),
	];
}

/** A lecture slide whose bars appear one by one and whose pointer wanders. */
function slide(x: number, y: number, width: number, height: number, title: string, bars: string[]): Array<Text | Box> {
	const bar = (width - 80) / bars.length;
	return [
		box('0xFDFDFB', x, y, width, height),
		box('0x0B5CFF', x, y, 8, height),
		text(title, 24, '0x1B2430', String(x + 32), String(y + 22), { bold: true }),
		...bars.map((color, index) => {
			const tall = Math.round(height * (0.22 + 0.11 * ((index * 2) % 5)));
			return box(
				color,
				Math.round(x + 40 + index * bar),
				y + height - 28 - tall,
				Math.round(bar * 0.7),
				tall,
				`gte(t,${index})`,
			);
		}),
		box('0x1B2430', x + 32, y + height - 28, width - 64, 2),
		text('●', 16, '0xE5484D', `${x + width / 2}+${width / 3}*sin(1.1*t)`, `${y + height / 2}+${height / 6}*cos(1.7*t)`),
	];
}

const label = (value: string, color = 'white', bar = '0x11151C'): Array<Text | Box> => [
	box(bar, 0, HEIGHT - 46, WIDTH, 46),
	text(value, 22, color, '20', String(HEIGHT - 34), { bold: true }),
	text('%{pts\\:hms}', 16, color, `${WIDTH}-tw-20`, String(HEIGHT - 31)),
];

const BARS = ['0x2F7DF6', '0x12A594', '0xF5A524', '0xE5484D', '0x8E4EC6'];
const tile = (x: number, y: number, color: string, shirt: string, phase: number, second: number): Array<Text | Box> => [
	box('0xFFD60A', x - 4, y - 4, 308, 151, `eq(mod(floor(t/2),4),${second})`),
	box(color, x, y, 300, 143),
	...person(x + 150, y + 10, 70, shirt, '0xF2C9A1', phase),
];
const lecture = (week: number, background: string, title: string, toneHertz: number): Scene => ({
	file: `lecture-week-${week}.mp4`,
	seconds: 8,
	background,
	toneHertz,
	draw: [
		...slide(24, 24, 400, 260, title, BARS.slice(0, 2 + week)),
		...person(530, 120, 110, week === 1 ? '0x0B5CFF' : '0xB42318'),
		...label(`LECTURE · WEEK ${week}`),
	],
});
const segment = (part: number, background: string, toneHertz: number): Scene => ({
	file: `segment-${part}.mp4`,
	seconds: part === 1 ? 7 : 9,
	background,
	toneHertz,
	draw: [
		text(String(part), 210, 'white@0.92', '(w-tw)/2', '30', { bold: true }),
		text('●', 40, '0xFFD60A', `320-tw/2+230*cos(1.3*t)`, `140+110*sin(1.3*t)`),
		...label(`PART ${part} OF 2`),
	],
});

const scenes: Scene[] = [
	{
		file: 'shared_screen_with_speaker_view.mp4',
		seconds: 12,
		background: '0x1D2939',
		toneHertz: 330,
		draw: [
			...slide(20, 20, 430, 280, 'Photosynthesis', BARS),
			box('0x344054', 466, 20, 154, 104),
			...person(543, 32, 56, '0x0B5CFF'),
			box('0x1D2939', 466, 124, 154, 60),
			...label('SCREEN + SPEAKER', '0xA8C7FF'),
		],
	},
	{
		file: 'active_speaker.mp4',
		seconds: 12,
		background: '0x0E7C66',
		toneHertz: 440,
		draw: [
			box('0x12A594', 60, 30, 200, 130),
			box('0x0B5F4E', 430, 50, 130, 210),
			...person(320, 40, 180, '0x0B5CFF'),
			...label('ACTIVE SPEAKER', '0xA7F3D0'),
		],
	},
	{
		file: 'gallery_view.mp4',
		seconds: 12,
		background: '0x11151C',
		toneHertz: 550,
		draw: [
			...tile(12, 10, '0x8E4EC6', '0xFFD60A', 0, 0),
			...tile(328, 10, '0xD6409F', '0x11151C', 1, 1),
			...tile(12, 163, '0xF76B15', '0x0B5CFF', 2, 2),
			...tile(328, 163, '0x2F7DF6', '0xE5484D', 3, 3),
			...label('GALLERY', '0xFFD60A'),
		],
	},
	{
		file: 'shared_screen.mp4',
		seconds: 12,
		background: '0x0B5CFF',
		toneHertz: 262,
		draw: [...slide(20, 18, 600, 284, 'Only the screen', BARS), ...label('SHARED SCREEN', 'white', '0x0A3FAE')],
	},
	{
		file: 'webinar.mp4',
		seconds: 10,
		background: '0x3B0764',
		toneHertz: 392,
		draw: [
			box('0x581C87', 0, 0, WIDTH, 60),
			text('Open day  ·  Open day  ·  Open day', 26, '0xE9D5FF', 'w-mod(60*t,w+tw)', '17', { bold: true }),
			...person(180, 95, 110, '0xF5A524', '0xF2C9A1', 0),
			...person(460, 95, 110, '0x12A594', '0x8D5524', 2),
			...label('WEBINAR', '0xE9D5FF', '0x1E0534'),
		],
	},
	segment(1, '0x0F766E', 294),
	segment(2, '0x9A3412', 349),
	lecture(1, '0x134E4A', 'Week 1: Cells', 466),
	lecture(2, '0x7F1D1D', 'Week 2: Genes', 523),
];

function drawFilter(item: Text | Box): string {
	const shown = item.while ? `:enable='${item.while}'` : '';
	if ('width' in item) {
		return `drawbox=x=${item.x}:y=${item.y}:w=${item.width}:h=${item.height}:color=${item.color}:t=fill${shown}`;
	}
	// drawtext takes a family only, so bold is a border in the text's own colour.
	const weight = item.bold ? `:borderw=${item.size > 100 ? 6 : 1}:bordercolor=${item.color}` : '';
	const value = item.text.startsWith('%{') ? item.text : item.text.replaceAll(':', '\\:');
	return `drawtext=font='DejaVu Sans'${weight}:text='${value}':fontsize=${item.size}:fontcolor=${item.color}:x='${item.x}':y='${item.y}'${shown}`;
}

function ffmpeg(args: string[], file: string): void {
	const path = join(here, file);
	const done = spawnSync(
		'ffmpeg',
		['-hide_banner', '-loglevel', 'error', '-y', ...args, '-fflags', '+bitexact', '-map_metadata', '-1', path],
		{
			encoding: 'utf8',
		},
	);
	if (done.error) throw new Error(`ffmpeg could not be started (${done.error.message}); install it first.`);
	if (done.status !== 0) throw new Error(`ffmpeg failed on ${file}:\n${done.stderr}`);
	console.log(`${file.padEnd(40)} ${String(statSync(path).size).padStart(8)} bytes`);
}

/** A quiet tone with a beep each second, so that two files never sound the same. */
const tone = (hertz: number, seconds: number) => [
	'-f',
	'lavfi',
	'-i',
	`sine=frequency=${hertz}:beep_factor=2:sample_rate=32000:duration=${seconds},volume=0.6`,
];
const AAC = ['-c:a', 'aac', '-b:a', '40k', '-ac', '1'];

for (const scene of scenes) {
	const canvas = `color=c=${scene.background}:s=${WIDTH}x${HEIGHT}:r=${FRAMES_PER_SECOND}:d=${scene.seconds}`;
	ffmpeg(
		[
			...['-f', 'lavfi', '-i', `${canvas},${scene.draw.map(drawFilter).join(',')}`],
			...tone(scene.toneHertz, scene.seconds),
			...[
				'-c:v',
				'libx264',
				'-profile:v',
				'main',
				'-preset',
				'veryslow',
				'-crf',
				'30',
				'-pix_fmt',
				'yuv420p',
				'-g',
				'36',
			],
			...AAC,
			...['-t', String(scene.seconds), '-movflags', '+faststart'],
		],
		scene.file,
	);
}
ffmpeg([...tone(220, 10), ...AAC, '-movflags', '+faststart'], 'audio_only.m4a');
