// SPDX-License-Identifier: GPL-3.0-or-later
// The question or title of a page.
import QtQuick

Text {
    font.family: Theme.family
    font.pixelSize: Theme.headingSize
    font.bold: true
    color: Theme.text
    wrapMode: Text.Wrap
    textFormat: Text.PlainText  // words from outside are words, never markup
    Accessible.role: Accessible.Heading
    Accessible.name: text
}
