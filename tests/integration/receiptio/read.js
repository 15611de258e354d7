// SPDX-License-Identifier: GPL-3.0-or-later
// usage: node read.js DOTS FILE…: reads each stream of ESC/POS bytes with npos and writes beside it FILE.pbm, the dots
// it puts on a paper of that width, and FILE.txt, its text. Says what npos does not understand and exits with 1.
'use strict';
const fs = require('fs');
const npos = require(process.env.NPOS);
npos.rules[npos.symbols.GS]['(k'] = [0, 'd16'];  // QR codes: npos knows the form, but not this function
const parser = new npos.Parser(npos.rules);
const rowBytes = Math.ceil(Number(process.argv[2]) / 8);

// One picture at a time: npos takes pictures that follow one another for equally wide. It passes over m, which prints
// every dot (bit 0) or every row (bit 1) twice.
function dotsOf(raw, node) {
    const image = npos.codecs.raster.decode(raw, {offset: node.offset});
    const m = raw[raw.indexOf('\x1dv0', node.offset, 'latin1') + 3];
    const across = m & 1 ? 2 : 1;
    const down = m & 2 ? 2 : 1;
    const rows = Buffer.alloc(rowBytes * image.height * down);
    for (let y = 0; y < image.height * down; ++y) {
        for (let x = 0; x < image.width * across; ++x) {
            if (image.getPixel(Math.floor(x / across), Math.floor(y / down)) === 0) {
                if (x >= rowBytes * 8) {
                    throw new Error('dots beyond the paper');
                }
                rows[y * rowBytes + (x >> 3)] |= 0x80 >> (x & 7);
            }
        }
    }
    return rows;
}

let failed = false;
for (const file of process.argv.slice(3)) {
    const raw = fs.readFileSync(file);
    const ast = parser.analyze(raw);
    if (ast.error) {
        console.error(file + ': ' + ast.error.message);
        failed = true;
        continue;
    }
    const rasters = ast.tree.filter(node => node.fn === 'v0');
    const bits = Buffer.concat(rasters.map(node => dotsOf(raw, node)));
    const head = 'P4\n' + rowBytes * 8 + ' ' + bits.length / rowBytes + '\n';
    fs.writeFileSync(file + '.pbm', Buffer.concat([Buffer.from(head), bits]));
    const text = ast.tree.filter(node => node.ascii === 'STX');
    const bytes = Buffer.concat(text.map(node => raw.subarray(node.offset, node.offset + node.length)));
    fs.writeFileSync(file + '.txt', new TextDecoder('gb18030', {fatal: true}).decode(bytes));
}
process.exit(failed ? 1 : 0);
