// SPDX-License-Identifier: GPL-3.0-or-later
// Contrast of the tokens (WCAG relative luminance): text 7:1, high contrast 15:1, low glare 4.5:1; edges and focus 3:1.
import QtQuick
import QtTest
import Hall.Controls

TestCase {
    name: "Colours"

    function cleanup() {
        Theme.colorMode = "standard"
        Theme.textSize = "normal"
    }

    function channel(value) {
        return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4)
    }

    function luminance(color) {
        return 0.2126 * channel(color.r) + 0.7152 * channel(color.g) + 0.0722 * channel(color.b)
    }

    function ratio(a, b) {
        const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
        return (high + 0.05) / (low + 0.05)
    }

    function test_knownRatio() {
        fuzzyCompare(ratio(Qt.color("#FFFFFF"), Qt.color("#000000")), 21, 0.01)
        fuzzyCompare(ratio(Qt.color("#0B4DA2"), Qt.color("#FFFFFF")), 8.1, 0.1)
    }

    function test_text_data() {
        const rows = []
        for (const mode of ["standard", "dark", "light", "low-glare"]) {
            for (const size of ["normal", "large"])
                rows.push({tag: mode + " " + size, mode: mode, size: size})
        }
        return rows
    }

    function test_text(row) {
        Theme.colorMode = row.mode
        Theme.textSize = row.size
        const least = row.mode === "low-glare" ? 4.5 : row.mode === "standard" ? 7 : 15
        const pairs = {
            "text/page": [Theme.text, Theme.page], "text/surface": [Theme.text, Theme.surface],
            "softText/page": [Theme.softText, Theme.page], "softText/surface": [Theme.softText, Theme.surface],
            "primary": [Theme.primaryText, Theme.primary], "pressed": [Theme.pressedText, Theme.pressed],
            "strip": [Theme.stripText, Theme.strip], "danger button": [Theme.dangerText, Theme.dangerFill],
            "text/chosen": [Theme.text, Theme.chosen], "text/danger": [Theme.text, Theme.dangerSoft],
            "text/success": [Theme.text, Theme.successSoft], "text/warning": [Theme.text, Theme.warningSoft],
            "text/info": [Theme.text, Theme.infoSoft], "accent/surface": [Theme.accent, Theme.surface],
            "accent/page": [Theme.accent, Theme.page]
        }
        for (const name in pairs)
            verify(ratio(...pairs[name]) >= least, name + " is " + ratio(...pairs[name]))
        // Coloured headlines of notices; their text is the plain text colour.
        const headlines = {
            "danger": [Theme.danger, Theme.dangerSoft], "success": [Theme.success, Theme.successSoft],
            "warning": [Theme.warning, Theme.warningSoft], "danger/page": [Theme.danger, Theme.page],
            "info": [Theme.accent, Theme.infoSoft]
        }
        const leastHeadline = row.mode === "low-glare" ? 4.5 : 6.9
        for (const name in headlines)
            verify(ratio(...headlines[name]) >= leastHeadline, name + " is " + ratio(...headlines[name]))
    }

    function test_edges_data() {
        return test_text_data()
    }

    function test_edges(row) {
        Theme.colorMode = row.mode
        Theme.textSize = row.size
        verify(ratio(Theme.edge, Theme.surface) >= 3, "edge on surface")
        verify(ratio(Theme.edge, Theme.page) >= 3, "edge on page")
        verify(ratio(Theme.focusOuter, Theme.page) >= 3, "focus ring on page")
        verify(ratio(Theme.focusOuter, Theme.focusInner) >= 3, "the two rings differ")
        verify(ratio(Theme.warningEdge, Theme.warningSoft) >= 3, "edge of a warning")
    }
}
