// SPDX-License-Identifier: GPL-3.0-or-later
// Sources say different things about a field, or a paper was read: what each of them says, and one touch to say which is
// right.
import QtQuick
import Hall.Controls

Column {
    id: choice

    property string label: ""
    // Of FormRow::said: {source, text, hidden, taken, unsure, picture}
    property var said: []
    // Nobody can decide it here: the first of them counts.
    property bool fixed: false
    property string error: ""
    property bool roomy: false

    readonly property bool alone: said.length === 1
    // What was read of a paper is not certain.
    readonly property bool unsure: Array.from(said).some(one => one.unsure === true)
    // Where it stands on the paper.
    readonly property string picture: Array.from(said).map(one => one.picture ?? "").find(one => one !== "") ?? ""

    // In the sentence what can be read comes first.
    readonly property var inOrder: fixed ? Array.from(said)
                                         : Array.from(said).filter(one => !one.hidden).concat(Array.from(said).filter(one => one.hidden))
    readonly property string sentence: {
        let text = ""
        for (const one of inOrder)
            text = text === "" ? begun(claim(one)) : qsTr("%1, but %2").arg(text).arg(claim(one))
        if (!fixed && !alone && unsure)
            return Spoken.together(qsTr("%1. Which is right?").arg(text),
                                   qsTr("The machine is not sure what your paper says: please check every character."))
        return fixed ? qsTr("%1.").arg(text)
                     : alone && unsure ? qsTr("%1, but it may have been read wrong. Please check every character, and touch it only if it is right.").arg(text)
                     : alone ? qsTr("%1. Please compare, and touch it if it is right.").arg(text) : qsTr("%1. Which is right?").arg(text)
    }
    readonly property string rest: fixed ? qsTr("Here %1 counts. If it is wrong, please have it put right at a window.")
                                           .arg(noun(said[0]?.source ?? "")) : error
    readonly property string answer: {
        for (let i = 0; i < said.length; ++i) {
            if (said[i].taken)
                return String(i)
        }
        return ""
    }

    signal taken(index: int)

    function noun(source: string): string {
        switch (source) {
        case "social-card":
            return qsTr("your social security card")
        case "resident-card":
            return qsTr("your identity card")
        case "travel-permit":
            return qsTr("your permit")
        case "number":
            return qsTr("your document number")
        case "scan":
            return qsTr("your paper")
        case "unit":
            return qsTr("your company's record")
        }
        return qsTr("the centre's record")
    }

    function claim(one: var): string {
        return one.hidden ? qsTr("%1 says something else").arg(noun(one.source))
                          : qsTr("%1 says \"%2\"").arg(noun(one.source)).arg(one.text)
    }

    // Not a typed parameter: qmllint 6.4 dies of toUpperCase() on one, now and then.
    function begun(text: var): string {
        return text.charAt(0).toUpperCase() + text.slice(1)
    }

    function focusFirst() {
        const first = list.nextItemInFocusChain(true)
        if (first)
            first.forceActiveFocus(Qt.TabFocusReason)
    }

    spacing: Theme.mm(3)

    Notice {
        // A question stays with its first answer.
        readonly property bool wholeRow: true
        readonly property int keepBelow: (place.shown ? place.height + choice.spacing : 0)
                                         + (choice.fixed ? 0 : list.leastHeight + choice.spacing)

        width: parent.width
        kind: choice.error !== "" ? "error" : choice.alone && !choice.unsure ? "info" : "warning"
        title: choice.label
        text: choice.rest === "" ? choice.sentence : Spoken.together(choice.sentence, choice.rest)
    }

    // As it was seen: what is compared need not be looked for on the sheet.
    Rectangle {
        id: place

        readonly property bool shown: choice.picture !== ""
        readonly property bool wholeRow: true
        readonly property int keepBelow: choice.fixed ? 0 : list.leastHeight + choice.spacing

        visible: shown
        width: parent.width
        height: Math.min(Theme.sized(26, 32, 38), Math.round((width - 2 * Theme.mm(2)) * seen.sourceShare) + 2 * Theme.mm(2))
        color: Theme.paper
        border.width: Theme.line
        border.color: Theme.edge
        radius: Theme.radius

        Accessible.role: Accessible.Graphic
        Accessible.name: Spoken.pair(qsTr("The place on your paper"), choice.label)

        Image {
            id: seen

            // Height for width; as wide as high is what no line of print is.
            readonly property real sourceShare: implicitWidth > 0 ? implicitHeight / implicitWidth : 0.1

            anchors.fill: parent
            anchors.margins: Theme.mm(2)
            source: choice.picture
            fillMode: Image.PreserveAspectFit
            horizontalAlignment: Image.AlignLeft
            cache: false
        }
    }

    ChoiceList {
        id: list
        width: parent.width
        visible: !choice.fixed
        name: qsTr("Which is right: %1").arg(choice.label)
        roomy: choice.roomy
        wantedColumns: 1
        value: choice.answer
        options: {
            const options = []
            for (let i = 0; i < choice.said.length; ++i) {
                const one = choice.said[i]
                options.push({"value": String(i), "text": one.hidden ? qsTr("Go by %1").arg(choice.noun(one.source)) : one.text,
                              "detail": one.hidden ? "" : one.unsure === true ? qsTr("%1 – please check").arg(choice.begun(choice.noun(one.source)))
                                                          : choice.begun(choice.noun(one.source))})
            }
            return options
        }
        onChosen: value => choice.taken(Number(value))
    }
}
