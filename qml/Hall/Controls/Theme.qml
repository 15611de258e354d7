// SPDX-License-Identifier: GPL-3.0-or-later
// The one place of sizes and colours. Every size is a millimetre on the glass, turned into pixels by ppm, which the
// program sets from the screen profile. No token is called on…: QML would take it for a signal handler.
pragma Singleton
import QtQuick

QtObject {
    id: theme

    // Pixels of one millimetre; 4.034 is a 21.5 inch screen of 1080 × 1920.
    property real ppm: 4.034
    property bool portrait: true
    // "normal", "large", "xlarge"
    property string textSize: "normal"
    // "standard", "dark", "light" (both high contrast), "low-glare"
    property string colorMode: "standard"
    property bool reducedMotion: false

    readonly property string family: "Noto Sans CJK SC"
    readonly property bool elder: textSize !== "normal"

    // ---- Type: height of the Han em box in mm (normal, large, xlarge)
    readonly property int captionSize: sized(6, 7.5, 9)
    readonly property int bodySize: sized(7, 9.5, 12)
    readonly property int buttonSize: sized(8.5, 11, 13.5)
    readonly property int headingSize: sized(11, 13, 15)
    readonly property int displaySize: sized(18, 22, 26)

    // ---- Targets and spaces
    readonly property int buttonHeight: sized(18, 22, 26)
    readonly property int choiceHeight: sized(22, 25, 28)
    readonly property int target: mm(15)
    readonly property int margin: mm(10)
    readonly property int gap: mm(5)
    readonly property int smallGap: mm(3)
    readonly property int radius: mm(2.5)
    readonly property int line: Math.max(1, mm(0.4))
    readonly property int strongLine: Math.max(2, mm(0.8))
    readonly property int stripHeight: mm(18)
    readonly property int barHeight: sized(28, 30, 34)

    // ---- Colours
    readonly property bool contrast: colorMode === "dark" || colorMode === "light"
    readonly property color page: pick("#F4F6FA", "#000000", "#FFFFFF", "#222222")
    readonly property color surface: pick("#FFFFFF", "#000000", "#FFFFFF", "#222222")
    readonly property color text: pick("#1A1F2B", "#FFFFFF", "#000000", "#8A8A8A")
    readonly property color softText: pick("#4A5264", "#FFFFFF", "#000000", "#8A8A8A")
    // Border of anything that can be touched: at least 3:1 against page and surface.
    readonly property color edge: pick("#76829A", "#FFE600", "#000000", "#8A8A8A")
    // Border of what is only grouped.
    readonly property color hairline: pick("#CBD3E1", "#FFFFFF", "#000000", "#6E6E6E")
    readonly property color primary: elder && colorMode === "standard" ? "#083B7F"
                                                                       : pick("#0B4DA2", "#FFE600", "#000000", "#8A8A8A")
    readonly property color primaryText: pick("#FFFFFF", "#000000", "#FFFFFF", "#222222")
    readonly property color pressed: pick("#073A7D", "#000000", "#FFFFFF", "#222222")
    readonly property color pressedText: pick("#FFFFFF", "#FFE600", "#000000", "#8A8A8A")
    // Links, icons and quiet buttons on page or surface.
    readonly property color accent: pick("#0B4DA2", "#FFE600", "#000000", "#8A8A8A")
    // A chosen or softly pressed surface; text on it is `text`, marks are `accent`.
    readonly property color chosen: pick("#E3ECF9", "#000000", "#FFFFFF", "#222222")
    readonly property color strip: pick("#0A2F66", "#000000", "#FFFFFF", "#222222")
    readonly property color stripText: pick("#FFFFFF", "#FFFFFF", "#000000", "#8A8A8A")
    readonly property color danger: pick("#9B1C15", "#FF9A8F", "#000000", "#8A8A8A")
    readonly property color dangerFill: pick("#9B1C15", "#000000", "#FFFFFF", "#222222")
    readonly property color dangerText: pick("#FFFFFF", "#FFFFFF", "#000000", "#8A8A8A")
    readonly property color dangerSoft: pick("#FBECEB", "#000000", "#FFFFFF", "#222222")
    readonly property color success: pick("#14532D", "#7CF2A4", "#000000", "#8A8A8A")
    readonly property color successSoft: pick("#E9F4ED", "#000000", "#FFFFFF", "#222222")
    readonly property color warning: pick("#3A2A00", "#FFE600", "#000000", "#8A8A8A")
    readonly property color warningSoft: pick("#FFF1C9", "#000000", "#FFFFFF", "#222222")
    readonly property color warningEdge: pick("#A06F00", "#FFE600", "#000000", "#8A8A8A")
    readonly property color infoSoft: pick("#E8F0FB", "#000000", "#FFFFFF", "#222222")
    readonly property color focusOuter: pick("#1A1F2B", "#FFFFFF", "#000000", "#8A8A8A")
    readonly property color focusInner: pick("#FFD21F", "#000000", "#FFFFFF", "#222222")
    readonly property color shade: pick("#B3101828", "#E6000000", "#CC555555", "#E6000000")
    // Paper is white in every mode: signatures and scans look as they will be printed.
    readonly property color paper: "#FFFFFF"

    function mm(length: real): int {
        return Math.round(length * ppm)
    }

    function sized(normal: real, large: real, xlarge: real): int {
        return mm(textSize === "xlarge" ? xlarge : textSize === "large" ? large : normal)
    }

    function pick(standard: color, dark: color, light: color, lowGlare: color): color {
        if (colorMode === "dark")
            return dark
        if (colorMode === "light")
            return light
        return colorMode === "low-glare" ? lowGlare : standard
    }

    function nextTextSize() {
        textSize = textSize === "normal" ? "large" : textSize === "large" ? "xlarge" : "normal"
    }

    function nextColorMode() {
        colorMode = colorMode === "standard" ? "dark" : colorMode === "dark" ? "light"
                                             : colorMode === "light" ? "low-glare" : "standard"
    }

    // What the next visitor finds.
    function reset() {
        textSize = "normal"
        colorMode = "standard"
    }
}
