// SPDX-License-Identifier: GPL-3.0-or-later
// The answers to choose one from, at most eight at a time: first those that most people need, the others by leaves of a
// button. options is a list of {value, text, seldom}; two columns when all answers are short.
pragma ComponentBehavior: Bound
import QtQuick

Grid {
    id: list

    property var options: []  // of {value: string, text: string, detail?: string, seldom?: bool}, from the form model
    property string value: ""
    property string name: ""
    property string spoken: ""  // the question as it is said aloud
    // 0: as many as fit
    property int wantedColumns: 0

    // A page with few answers gives each more of its height.
    property bool roomy: false
    readonly property bool many: options.length > 8
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
        const usual = all.filter(option => option.seldom !== true)
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

    columns: {
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

    HallButton {
        readonly property bool first: list.leaf + 1 >= list.leaves.length

        visible: list.leaves.length > 1
        width: (list.width - (list.columns - 1) * list.spacing) / list.columns
        height: Math.max(implicitHeight, list.leastHeight)
        iconName: first ? "left" : "right"
        iconSide: first ? "left" : "right"
        text: first ? qsTr("First answers") : qsTr("More answers")
        accessibleName: Spoken.pair(text, list.name)
        onActed: list.leaf = first ? 0 : list.leaf + 1
    }
}
