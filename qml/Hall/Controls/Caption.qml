// SPDX-License-Identifier: GPL-3.0-or-later
// Small print that nobody needs in order to go on.
import QtQuick

Text {
    font.family: Theme.family
    font.pixelSize: Theme.captionSize
    color: Theme.softText
    wrapMode: Text.Wrap
    textFormat: Text.PlainText  // words from outside are words, never markup
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
