// SPDX-License-Identifier: GPL-3.0-or-later
// usage: node drive.js PORT OPTIONS < receipt: prints with receiptio, which knows port 9100 only, on another port, and
// says receiptio's result.
'use strict';
const net = require('net');
const connect = net.connect;
net.connect = (port, host) => connect(port === 9100 ? Number(process.argv[2]) : port, host);
const receiptio = require(process.env.RECEIPTIO);
const receipt = require('fs').readFileSync(0, 'utf8');
receiptio.print(receipt, process.argv[3]).then(result => {
    process.stdout.write(result);
    process.exit(0);
});
