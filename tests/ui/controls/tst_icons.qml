// SPDX-License-Identifier: GPL-3.0-or-later
// The SVG plugin is there and draws; a name without a file draws nothing.
import QtQuick
import QtTest
import Hall.Controls

Item {
    width: 200
    height: 100

    HallIcon { id: good; width: 48; height: 48; name: "social-card"; color: "#0B4DA2" }
    HallIcon { id: wrong; x: 60; width: 48; height: 48; name: "no-such-icon" }

    TestCase {
        name: "Icons"
        when: windowShown

        function test_drawn() {
            verify(good.drawn)
            verify(!wrong.drawn)
        }

        function test_hasTheColour() {
            const image = grabImage(good)
            let found = false
            for (let x = 0; x < 48 && !found; ++x) {
                for (let y = 0; y < 48 && !found; ++y)
                    found = Qt.colorEqual(image.pixel(x, y), "#0B4DA2")
            }
            verify(found)
        }
    }
}
