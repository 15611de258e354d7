// SPDX-License-Identifier: GPL-3.0-or-later
// Anything the visitor must be able to read.
import QtQuick

Text {
    font.family: Theme.family
    font.pixelSize: Theme.bodySize
    color: Theme.text
    wrapMode: Text.Wrap
    textFormat: Text.PlainText  // words from outside are words, never markup
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
