// SPDX-License-Identifier: GPL-3.0-or-later
// The answers to choose one from. options is a list of {value, text}; two columns when all answers are short.
pragma ComponentBehavior: Bound
import QtQuick

Grid {
    id: list

    property var options: []  // of {value: string, text: string, detail?: string}, from the form model
    property string value: ""
    property string name: ""
    // 0: as many as fit
    property int wantedColumns: 0

    // A page with few answers gives each more of its height.
    property bool roomy: false
    readonly property bool many: options.length > 8
    readonly property int leastHeight: roomy && !many ? Theme.mm(Theme.portrait ? 32 : 28)
                                       : many && !Theme.portrait ? Theme.buttonHeight : Theme.choiceHeight

    readonly property int longest: {
        let length = 0
        for (const option of options)
            length = Math.max(length, widthOf(option.text))
        return length
    }

    signal chosen(value: string)

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

    Repeater {
        model: list.options

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
}
