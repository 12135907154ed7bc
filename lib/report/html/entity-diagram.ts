import { Graph, layout } from '@dagrejs/dagre';
import { kindOf, nameOf, type ObjectId } from '../../catalog/object-id.ts';
import type { Drift } from '../../diff/drift.ts';
import { attributeWord, localName, ownerOf } from '../describe.ts';
import { columnsOf, cutToColumns } from '../layout.ts';
import { type Markup, markup } from '../markup.ts';
import { showOnOneLine } from '../sanitize.ts';
import type { TableSketch } from '../table-sketch.ts';
import { count, listOf } from '../words.ts';

const rowHeight = 18;
const characterWidth = 7.4;
const widestName = 34;

/** Most lines of one table; the rest is counted. */
const mostRows = 12;

/**
 * Draws the tables that drifted, and those that foreign keys join them to, with what drifted highlighted. Undefined
 * where there is nothing to draw.
 */
export function entityDiagram(sketch: readonly TableSketch[], drifts: readonly Drift[]): Markup | undefined {
  const boxes = sketch.map((table) => boxOf(table, drifts));
  if (boxes.length === 0) return undefined;
  const graph = new Graph<{ width?: number; height?: number }, Placed, { points?: readonly Point[] }>();
  graph.setGraph({ rankdir: 'LR', nodesep: 24, ranksep: 70, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height, x: 0, y: 0 });
  for (const { id, refersTo } of sketch) for (const to of refersTo) graph.setEdge(id, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const links = graph.edges().map((edge: { v: string; w: string }) => graph.edge(edge)?.points ?? []);
  return markup`<div class="diagram" role="region" aria-label="Tables that drifted and their neighbours" tabindex="0"><svg viewBox="0 0 ${ceil(width)} ${ceil(height)}" width="${ceil(width)}" role="img" aria-label="${inWords(boxes, sketch)}"><defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>
${links.map((points: readonly Point[]) => markup`<path class="link" marker-end="url(#tip)" d="${pathOf(points)}"/>`)}
${boxes.map((box) => drawBox(box, graph.node(box.id)))}</svg></div>`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Placed extends Point {
  readonly width: number;
  readonly height: number;
}

type Style = 'missing' | 'unexpected' | 'modified' | 'quiet';

interface Row {
  readonly text: string;
  readonly style: Style;
}

interface Box {
  readonly id: ObjectId;
  readonly title: Row;
  readonly rows: readonly Row[];
  readonly width: number;
  readonly height: number;
}

const marks: { readonly [style in Style]: string } = { missing: '+ ', unexpected: '− ', modified: '~ ', quiet: '  ' };

function styleOf({ kind }: Drift): Style {
  return kind === 'missing' || kind === 'unexpected' ? kind : 'modified';
}

function boxOf({ id, columns }: TableSketch, drifts: readonly Drift[]): Box {
  const own = drifts.filter((drift) => ownerOf(drift) === id);
  const whole = own.find((drift) => drift.id === id && drift.kind !== 'modified');
  const parts = own.filter((drift) => drift !== whole);
  const drifted = [...new Map(parts.map((drift) => [drift.id, drift])).values()].map((drift): Row => {
    const name = drift.id === id ? attributeWord(drift.attribute ?? '') : localName(drift.id);
    const word = kindOf(drift.id) === 'column' ? '' : `${kindOf(drift.id)} `;
    return { text: `${word}${name}`, style: styleOf(drift) };
  });
  const shown = drifted.slice(0, mostRows);
  const rest =
    columns.length - parts.filter((drift) => kindOf(drift.id) === 'column' && drift.kind !== 'unexpected').length;
  const rows = [
    ...shown,
    ...(drifted.length > shown.length
      ? [{ text: `… ${drifted.length - shown.length} more drifted`, style: 'modified' as const }]
      : []),
    ...(rest > 0
      ? [{ text: `${count(rest, shown.length === 0 ? 'column' : 'other column')}`, style: 'quiet' as const }]
      : []),
  ];
  const title: Row = {
    text: nameOf(id),
    style: whole === undefined ? (own.length === 0 ? 'quiet' : 'modified') : styleOf(whole),
  };
  const widest = Math.max(...[title, ...rows].map(({ text }) => columnsOf(short(text)) + 2));
  return { id, title, rows, width: ceil(widest * characterWidth + 16), height: rowHeight * (rows.length + 1) + 12 };
}

function short(text: string): string {
  const shown = showOnOneLine(text);
  return cutToColumns(shown, widestName).length === shown.length ? shown : `${cutToColumns(shown, widestName - 1)}…`;
}

function drawBox({ title, rows, width, height }: Box, { x, y }: Placed): Markup {
  const [left, top] = [ceil(x - width / 2), ceil(y - height / 2)];
  return markup`<g transform="translate(${left} ${top})"><rect class="box ${title.style}" width="${width}" height="${height}" rx="5"/><rect class="head ${title.style}" width="${width}" height="${rowHeight + 6}" rx="5"/><text x="8" y="16" class="title ${title.style}-text" xml:space="preserve">${label(title)}</text>${rows.map(
    (row, i) =>
      markup`<text x="8" y="${rowHeight * (i + 2) + 4}" class="${row.style}-text" xml:space="preserve">${label(row)}</text>`,
  )}</g>
`;
}

function label({ text, style }: Row): string {
  return `${marks[style]}${short(text)}`;
}

function pathOf(points: readonly Point[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${ceil(x)} ${ceil(y)}`).join('');
}

function ceil(number: number): number {
  return Math.ceil(number);
}

function inWords(boxes: readonly Box[], sketch: readonly TableSketch[]): string {
  const drifted = boxes.filter(({ title }) => title.style !== 'quiet').map(({ id }) => nameOf(id));
  const links = sketch.reduce((sum, { refersTo }) => sum + refersTo.length, 0);
  return `Diagram of ${count(boxes.length, 'table')} and ${count(links, 'foreign key')} between them; drifted: ${listOf(drifted)}`;
}
