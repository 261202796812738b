/*
 * The picture: requests a second and p99 against connections, PUT and GET, as SVG. `curve` is a list of
 * {name, kind, connections, perSecond, p99Ms}.
 */
const panel = { width: 330, height: 210, left: 64, top: 46, gapX: 90, gapY: 74 };
const colours = ['#0b6e99', '#c2571a', '#7a7a2e'];

function ticksOfPowers(from, to, base) {
  const ticks = [];
  for (let tick = from; tick <= to * 1.0001; tick *= base) ticks.push(tick);
  return ticks;
}

/* Values to 0…1, on a logarithmic scale. */
function logarithmic(least, most) {
  return (value) => Math.log(value / least) / Math.log(most / least);
}

/* From nothing up to a round number above `most`, with some four ticks. */
function linearAxis(most) {
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((one) => one * 5 >= most);
  const top = Math.ceil(most / step) * step;
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step);
  return { scale: (value) => value / top, ticks };
}

function powerAxis(values) {
  const least = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const most = 10 ** Math.ceil(Math.log10(Math.max(...values)));
  return { scale: logarithmic(least, most), ticks: ticksOfPowers(least, most, 10) };
}

function text(x, y, content, more = '') {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${content}</text>`;
}

function label(number) {
  return number >= 10_000 ? `${number / 1000}k` : String(Number(number.toPrecision(3)));
}

class Panel {
  constructor(column, line, points, { value, axis }) {
    this.x = panel.left + column * (panel.width + panel.gapX);
    this.y = panel.top + line * (panel.height + panel.gapY);
    this.points = points;
    this.value = value;
    this.axis = axis;
    this.connections = [...new Set(points.map((point) => point.connections))].sort((a, b) => a - b);
    this.across = logarithmic(this.connections[0], this.connections.at(-1));
  }

  left(connections) {
    return this.x + this.across(connections) * panel.width;
  }

  top(value) {
    return this.y + (1 - this.axis.scale(value)) * panel.height;
  }

  grid() {
    const lines = this.axis.ticks.map((tick) => {
      const y = this.top(tick).toFixed(1);
      const line = `<path class="grid" d="M${this.x} ${y}h${panel.width}"/>`;
      return line + text(this.x - 8, Number(y) + 4, label(tick), 'text-anchor="end"');
    });
    const below = this.y + panel.height + 18;
    const marks = this.connections.map((one) => text(this.left(one), below, one, 'text-anchor="middle"'));
    return [...lines, ...marks].join('\n');
  }

  line(name, colour) {
    const own = this.points.filter((point) => point.name === name).sort((a, b) => a.connections - b.connections);
    const places = own.map((point) => [this.left(point.connections), this.top(point[this.value])]);
    const path = places.map(([x, y], index) => `${index ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
    const dots = places.map(([x, y]) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${colour}"/>`);
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}`;
  }

  draw(title, names) {
    const heading = text(this.x, this.y - 12, title, 'class="title"');
    return [heading, this.grid(), ...names.map((name, index) => this.line(name, colours[index]))].join('\n');
  }
}

function panels(curve, names) {
  const drawn = [];
  for (const [column, kind] of ['PUT', 'GET'].entries()) {
    const points = curve.filter((point) => point.kind === kind);
    const most = Math.max(...points.map((point) => point.perSecond));
    const throughput = { value: 'perSecond', axis: linearAxis(most) };
    const latency = { value: 'p99Ms', axis: powerAxis(points.map((point) => point.p99Ms)) };
    drawn.push(new Panel(column, 0, points, throughput).draw(`${kind} a second`, names));
    drawn.push(new Panel(column, 1, points, latency).draw(`${kind}: p99, ms`, names));
  }
  return drawn.join('\n');
}

function legend(names, y) {
  const items = names.map((name, index) => {
    const x = panel.left + index * 150;
    return `<rect x="${x}" y="${y - 9}" width="18" height="4" fill="${colours[index]}"/>${text(x + 26, y - 3, name)}`;
  });
  return [...items, text(panel.left + names.length * 150, y - 3, 'against connections')].join('\n');
}

export function draw(curve) {
  const names = [...new Set(curve.map((point) => point.name))];
  const width = panel.left + 2 * panel.width + panel.gapX + 30;
  const height = panel.top + 2 * panel.height + panel.gapY + 70;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">
<title>Requests a second and p99 latency against connections</title>
<style>text{font:12px sans-serif;fill:#333}.title{font-weight:bold;font-size:13px}.grid{stroke:#ddd}</style>
<rect width="100%" height="100%" fill="#fff"/>
${panels(curve, names)}
${legend(names, height - 14)}
</svg>
`;
}
