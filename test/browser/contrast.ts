/** Runs in the page: texts whose contrast to what is behind them is below the limit (WCAG 2.2 §1.4.3). */
export function contrastBelow(limit: number): string[] {
	type Rgba = [number, number, number, number];
	const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
	const parse = (color: string): Rgba => {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = color;
		canvas.fillRect(0, 0, 1, 1);
		const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
		return [r!, g!, b!, a! / 255];
	};
	const over = (front: Rgba, back: Rgba): Rgba => [
		front[0] * front[3] + back[0] * (1 - front[3]),
		front[1] * front[3] + back[1] * (1 - front[3]),
		front[2] * front[3] + back[2] * (1 - front[3]),
		1,
	];
	const behind = (element: Element | null): Rgba => {
		if (!element) return [255, 255, 255, 1];
		const own = parse(getComputedStyle(element).backgroundColor);
		return own[3] === 1 ? own : over(own, behind(element.parentElement));
	};
	const light = ([r, g, b]: Rgba) => {
		const channel = (value: number) =>
			value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
		return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
	};
	const faint: string[] = [];
	for (const element of document.querySelectorAll<HTMLElement>('body *')) {
		const text = [...element.childNodes]
			.filter((node) => node.nodeType === Node.TEXT_NODE)
			.map((node) => node.textContent)
			.join('')
			.trim();
		if (!text || element.closest('video, [hidden], .gone') || element.getClientRects().length === 0) continue;
		const back = behind(element);
		const front = over(parse(getComputedStyle(element).color), back);
		const [high, low] = [light(front), light(back)].sort((a, b) => b - a) as [number, number];
		const ratio = (high + 0.05) / (low + 0.05);
		if (ratio < limit) faint.push(`${text.slice(0, 40)} (${ratio.toFixed(2)})`);
	}
	return faint;
}
