/** The page's own style: light and dark, from phone to wall screen, nothing loaded from anywhere. */
export const STYLE = `
:root{color-scheme:light dark;--page:#f3f5f9;--card:#fff;--sunk:#edf0f5;--ink:#17202e;--soft:#556174;--line:#dce2eb;--link:#0b5cad;
--arrived:#0e7c71;--waiting:#6b7a90;--skipped:#bcc6d4;--attention:#d98200;--failed:#c8322f;--plain:#3f6fb5;--bad-ink:#a81f1f;--bad-wash:#fdeaea;--warn-ink:#7c4a00;--warn-wash:#fff3dc;--good-ink:#0c5f57;--good-wash:#e0f4f0}
@media (prefers-color-scheme:dark){:root{--page:#0d1219;--card:#161d27;--sunk:#1e2733;--ink:#e7ecf4;--soft:#a3afc0;--line:#2b3646;--link:#8dbdff;
--arrived:#35c4b3;--waiting:#8d9bb0;--skipped:#4a5769;--attention:#f2b04a;--failed:#f2706c;--plain:#7aa5e8;--bad-ink:#ffaaa7;--bad-wash:#431b1b;--warn-ink:#ffcf85;--warn-wash:#3a2a0c;--good-ink:#7fe3d6;--good-wash:#0f332f}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;-webkit-text-size-adjust:100%}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem 1rem;z-index:2}
header,main,footer{max-width:1180px;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.4rem;display:flex;flex-wrap:wrap;gap:.4rem 1.5rem;align-items:end;justify-content:space-between}
header>div{min-width:0}h1,.alert p,.sub{overflow-wrap:anywhere}h1{font-size:1.5rem;line-height:1.2;margin:0;letter-spacing:-.01em}h2{font-size:1.02rem;margin:0 0 .15rem}
.sub{color:var(--soft);margin:.2rem 0 0}
nav{display:flex;flex-wrap:wrap;gap:.35rem}
nav a{display:inline-block;padding:.34rem .7rem;border:1px solid var(--line);border-radius:999px;background:var(--card);text-decoration:none;font-size:.9rem}
nav a[aria-current]{background:var(--ink);color:var(--card);border-color:var(--ink)}
main{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));gap:1rem;padding-top:1.1rem;padding-bottom:1rem}
section,.alert{grid-column:span 12;background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1rem 1.15rem 1.1rem;min-width:0}
.side{grid-column:span 6;display:grid;gap:1rem;align-content:start;min-width:0}
.note{color:var(--soft);margin:0 0 .8rem;font-size:.92rem}
.alert{padding:.75rem 1.1rem;border-color:transparent}.alert p{margin:0}.alert.bad{background:var(--bad-wash);color:var(--bad-ink)}.alert.warn{background:var(--warn-wash);color:var(--warn-ink)}.alert.good{background:var(--good-wash);color:var(--good-ink)}
.tiles{grid-column:span 12;display:grid;grid-template-columns:repeat(6,minmax(0,1fr));gap:.75rem;margin:0;padding:0;list-style:none}
.tile{background:var(--card);border:1px solid var(--line);border-top:4px solid var(--tile,var(--line));border-radius:12px;padding:.65rem .85rem .7rem;min-width:0}
.tile b{display:block;font-size:1.65rem;line-height:1.15;font-variant-numeric:tabular-nums;letter-spacing:-.02em}
.tile .name{font-weight:600;font-size:.88rem}.tile .more{color:var(--soft);font-size:.85rem;display:block}
.tile.arrived{--tile:var(--arrived)}.tile.waiting{--tile:var(--waiting)}.tile.attention{--tile:var(--attention)}.tile.failed{--tile:var(--failed)}.tile.plain{--tile:var(--plain)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:0 0 .7rem;padding:0;list-style:none;font-size:.9rem}
.key{display:inline-block;width:.8em;height:.8em;border-radius:3px;margin-right:.4em;vertical-align:-.05em}
svg .arrived{fill:var(--arrived)}svg .waiting{fill:var(--waiting)}svg .skipped{fill:var(--skipped)}svg .attention{fill:var(--attention)}svg .failed{fill:var(--failed)}svg .plain{fill:var(--plain)}
.key.arrived{background:var(--arrived)}.key.waiting{background:var(--waiting)}.key.skipped{background:var(--skipped)}.key.attention{background:var(--attention)}.key.failed{background:var(--failed)}.key.plain{background:var(--plain)}
.columns{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.5rem}
.scale{display:flex;flex-direction:column;justify-content:space-between;height:190px;color:var(--soft);font-size:.8rem;text-align:right;line-height:1;font-variant-numeric:tabular-nums}
.plot svg{display:block;width:100%;height:190px;background:linear-gradient(var(--line),var(--line)) 0 0/100% 1px no-repeat,linear-gradient(var(--line),var(--line)) 0 50%/100% 1px no-repeat,linear-gradient(var(--line),var(--line)) 0 100%/100% 1px no-repeat}
.hit{fill:transparent}.columns g:hover .hit{fill:var(--line);fill-opacity:.55}
.days{display:flex;justify-content:space-between;color:var(--soft);font-size:.8rem;margin-top:.35rem}
.rows{display:grid;gap:.6rem;margin:0;padding:0;list-style:none}
.rows .head{display:flex;justify-content:space-between;gap:1rem;font-size:.93rem}
.rows .head span:first-child{overflow-wrap:anywhere}.rows .head b{white-space:nowrap;font-variant-numeric:tabular-nums}
.rows p{margin:.15rem 0 0;color:var(--soft);font-size:.88rem;overflow-wrap:anywhere}
.bar{display:block;width:100%;height:.7rem;margin-top:.2rem;background:var(--sunk);border-radius:4px}
.storage{display:flex;flex-wrap:wrap;gap:1.2rem;align-items:center}.storage>div{flex:1 1 12rem;min-width:0}
.ring{width:9.5rem;flex:none;fill:none;stroke-width:6.5}.ring circle{fill:none}.ring .track{stroke:var(--sunk)}.ring .arrived{stroke:var(--arrived)}.ring .plain{stroke:var(--plain)}.ring .skipped{stroke:var(--skipped)}
.ring .arrived,.ring .plain,.ring .skipped{fill:none}
details{margin-top:.8rem}summary{cursor:pointer;color:var(--link);font-size:.9rem;width:fit-content}
.scroll{overflow-x:auto;max-height:24rem;overflow-y:auto;margin-top:.5rem;border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%;font-size:.88rem}th,td{text-align:left;padding:.34rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
th{background:var(--sunk);font-weight:600;white-space:nowrap;position:sticky;top:0}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td.t{min-width:12rem;overflow-wrap:anywhere}
.empty{color:var(--soft);margin:.3rem 0 0}
footer{color:var(--soft);font-size:.85rem;padding-bottom:2rem}
@media (max-width:900px){.side{grid-column:span 12}.tiles{grid-template-columns:repeat(3,minmax(0,1fr))}}
@media (max-width:520px){header,main,footer{padding-left:.8rem;padding-right:.8rem}.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}.scale,.plot svg{height:150px}section{padding:.85rem .85rem 1rem}.ring{width:8rem}}
@media print{body{background:#fff}nav,.skip,details{display:none}section,.tile{break-inside:avoid}}
`.replace(/\n/g, '');
