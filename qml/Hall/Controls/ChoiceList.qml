// SPDX-License-Identifier: GPL-3.0-or-later
// The answers to choose one from, at most eight at a time: first those that most people need, the others by leaves of a
// button, or by their first letter where there are too many to leaf through. options is a list of {value, text, seldom,
// letter}; two columns when all answers are short.
pragma ComponentBehavior: Bound
import QtQuick

Grid {
    id: list

    property var options: []  // of {value: string, text: string, detail?: string, seldom?: bool, letter?: string}
    property string value: ""
    property string name: ""
    property string spoken: ""  // the question as it is said aloud
    // 0: as many as fit
    property int wantedColumns: 0

    // A page with few answers gives each more of its height.
    property bool roomy: false
    readonly property bool many: options.length > 8
    readonly property bool lettered: options.length > 24 && Array.from(options).every(option => !!option.letter)
    // The first letter whose answers are shown; empty: the usual ones, and then the letters.
    property string letter: ""
    readonly property var letters: lettered ? Array.from(new Set(Array.from(options).map(option => option.letter))).sort() : []
    readonly property bool choosingLetter: lettered && letter === "" && leaf === 1
    readonly property var leaves: leavesOf(options)
    property int leaf: 0
    readonly property var shown: leaves[Math.min(leaf, leaves.length - 1)]
    readonly property int leastHeight: roomy && !many ? Theme.mm(Theme.portrait ? 32 : 28)
                                       : many && !Theme.portrait ? Theme.buttonHeight : Theme.choiceHeight

    readonly property int longest: {
        let length = 0
        for (const option of options)
            length = Math.max(length, widthOf(option.text))
        return length
    }

    signal chosen(value: string)

    // Seven and the button make eight. The leaves after the first are of about the same size.
    function leavesOf(options: var): var {
        const all = []
        for (const option of options)
            all.push(option)
        if (all.length <= 8)
            return [all]
        if (letter !== "")
            return evenly(all.filter(option => option.letter === letter))
        const usual = all.filter(option => option.seldom !== true)
        if (lettered)
            return [usual.slice(0, 7), []]
        const leaves = usual.length <= 7 ? [usual] : evenly(usual)
        return leaves.concat(evenly(all.filter(option => option.seldom === true)))
    }

    function evenly(options: var): var {
        const count = Math.ceil(options.length / 7)
        const leaves = []
        for (let i = 0; i < count; ++i)
            leaves.push(options.slice(Math.round(i * options.length / count), Math.round((i + 1) * options.length / count)))
        return leaves
    }

    // The answer that was given is always in sight when the question comes.
    function openLeaf() {
        const given = lettered ? Array.from(options).find(option => option.value === value) : undefined
        letter = given && !leavesOf(options)[0].some(option => option.value === value) ? given.letter : ""
        leaf = Math.max(0, leaves.findIndex(leaf => leaf.some(option => option.value === value)))
    }

    onLeavesChanged: if (leaf >= leaves.length) openLeaf()
    Component.onCompleted: openLeaf()

    // Rough width in pixels of a label: Han characters are an em wide, others a good half.
    function widthOf(label: string): int {
        let ems = 0
        for (let i = 0; i < label.length; ++i)
            ems += label.charCodeAt(i) > 0x2e7f ? 1 : 0.6
        return Math.ceil(ems * Theme.buttonSize) + Theme.mm(24)
    }

    function openLetter(first: string) {
        leaf = first === "" ? leaf : 0
        letter = first
        leaf = first === "" ? 1 : 0
    }

    columns: {
        if (choosingLetter)
            return 1
        if (wantedColumns > 0)
            return wantedColumns
        const fitting = Math.floor((width + spacing) / (Math.max(longest, Theme.mm(50)) + spacing))
        return Math.max(1, Math.min(Theme.portrait ? 2 : many ? 4 : 3, fitting, options.length))
    }
    spacing: Theme.smallGap

    Accessible.role: Accessible.Grouping
    Accessible.name: name
    Accessible.description: spoken

    Repeater {
        model: list.shown

        ChoiceButton {
            required property var modelData

            width: (list.width - (list.columns - 1) * list.spacing) / list.columns
            leastHeight: list.leastHeight
            text: modelData.text
            detail: modelData.detail ?? ""
            chosen: list.value === modelData.value
            onActed: list.chosen(modelData.value)
        }
    }

    Grid {
        readonly property int cell: (width - (columns - 1) * spacing) / columns

        visible: list.choosingLetter
        width: list.width
        columns: Theme.portrait ? 6 : 12
        spacing: list.spacing

        Repeater {
            model: list.choosingLetter ? list.letters : []

            HallButton {
                required property string modelData

                width: (parent as Grid)?.cell ?? 0
                leftPadding: 0
                rightPadding: 0
                text: modelData
                accessibleName: Spoken.pair(qsTr("Answers that begin with %1").arg(modelData), list.name)
                onActed: list.openLetter(modelData)
            }
        }
    }

    HallButton {
        readonly property bool last: list.leaf + 1 >= list.leaves.length
        readonly property bool back: last && list.letter !== ""

        visible: list.leaves.length > 1 || list.letter !== ""
        width: (list.width - (list.columns - 1) * list.spacing) / list.columns
        height: Math.max(implicitHeight, list.leastHeight)
        iconName: last ? "left" : "right"
        iconSide: last ? "left" : "right"
        text: back ? qsTr("Other letters") : last ? qsTr("First answers") : qsTr("More answers")
        accessibleName: Spoken.pair(text, list.name)
        onActed: {
            if (back)
                list.openLetter("")
            else
                list.leaf = last ? 0 : list.leaf + 1
        }
    }
}
