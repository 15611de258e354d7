// SPDX-License-Identifier: GPL-3.0-or-later
// Everything about one case of the hall's list, told at once: who, what to bring, how long, what it costs, where and when.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var guide: Session.guide
    readonly property var papers: guide.papers ?? []
    readonly property var legal: guide.legal ?? []
    readonly property var channels: guide.channels ?? []
    readonly property bool here: guide.here === true
    readonly property string open: guide.always === true ? qsTr("day and night, where the machine can be reached")
                                                         : qsTr("while the hall is open")
    readonly property string timeText: guide.immediate === true ? qsTr("at once")
                                       : guide.workdays > 0 ? qsTr("%n working day(s)", "", guide.workdays) : ""
    readonly property string windowText: !offers("window") ? ""
                                         : page.guide.level === "part" ? qsTr("The rest, or all of it, is done there.")
                                                                       : qsTr("All of it can be done there as well.")

    heading: guide.title ?? ""
    lead: guide.service !== guide.title ? Spoken.pair(guide.service ?? "", guide.summary ?? "") : guide.summary ?? ""
    visitor: ""
    bar.homeShown: false
    nextShown: here && guide.available === true
    nextText: qsTr("Do it now")
    onNext: Session.beginGuided()

    actions: HallButton {
        iconName: "print"
        text: qsTr("Print this page")
        onActed: {
            Session.printGuide()
            page.scroll.toTop()
        }
    }

    function offers(channel: string): bool {
        for (const one of channels) {
            if (one === channel)
                return true
        }
        return false
    }

    GuideSlip {
        width: parent.width
    }

    Notice {
        width: parent.width
        visible: page.here && page.guide.available === false
        kind: "warning"
        title: qsTr("At this machine it rests at the moment")
        text: page.restText(page.guide.reason ?? "")
    }

    Grid {
        id: facts

        readonly property int cell: Theme.portrait ? width : (width - columnSpacing) / 2

        width: parent.width
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Panel {
            width: facts.cell
            padding: Theme.mm(7)

            Heading {
                width: parent.width
                text: qsTr("What to bring")
                font.pixelSize: Theme.buttonSize
            }

            PaperLine {
                width: parent.width
                iconName: "card"
                paper: ({"title": page.guide.unit === true
                                  ? qsTr("The clerk's social security card or resident ID card, and the unit's credit code")
                                  : qsTr("Your social security card or resident ID card")})
            }

            Repeater {
                model: page.papers

                PaperLine {
                    required property var modelData

                    width: (parent as Item).width
                    paper: modelData
                    note: modelData.optional === true ? qsTr(" (if you have it)") : ""
                }
            }

            BodyText {
                width: parent.width
                visible: page.papers.length === 0
                text: qsTr("No other papers are needed.")
                color: Theme.softText
            }
        }

        Panel {
            width: facts.cell
            padding: Theme.mm(7)
            spacing: 0

            Heading {
                width: parent.width
                text: qsTr("Time and cost")
                font.pixelSize: Theme.buttonSize
            }

            DataRow {
                width: parent.width
                visible: page.here
                label: qsTr("At this machine")
                value: qsTr("about %1 min").arg(page.guide.minutes ?? 0)
            }

            DataRow {
                width: parent.width
                visible: page.timeText !== ""
                label: qsTr("Decision")
                value: page.timeText
            }

            DataRow {
                width: parent.width
                label: qsTr("Fee")
                value: page.guide.fee > 0 ? qsTr("%1 yuan").arg((page.guide.fee / 100).toFixed(2)) : qsTr("free of charge")
            }
        }

        Panel {
            width: facts.cell
            padding: Theme.mm(7)
            spacing: 0

            Heading {
                width: parent.width
                text: qsTr("Where and when")
                font.pixelSize: Theme.buttonSize
            }

            DataRow {
                width: parent.width
                visible: page.here
                label: qsTr("At this machine")
                value: page.guide.level === "part" ? qsTr("begun here, ended at the window") : page.open
            }

            DataRow {
                width: parent.width
                visible: page.offers("online")
                label: qsTr("Online")
                value: qsTr("on the centre's website")
            }

            DataRow {
                width: parent.width
                visible: page.windowText !== ""
                label: qsTr("Service window")
                value: page.guide.hours ?? ""
                detail: page.windowText
            }
        }

        Panel {
            width: facts.cell
            padding: Theme.mm(7)

            Heading {
                width: parent.width
                text: qsTr("Who can apply")
                font.pixelSize: Theme.buttonSize
            }

            BodyText {
                width: parent.width
                text: page.guide.who ?? ""
            }

            Heading {
                width: parent.width
                visible: page.legal.length > 0
                text: qsTr("What it rests on")
                font.pixelSize: Theme.buttonSize
            }

            Repeater {
                model: page.legal

                BodyText {
                    required property string modelData

                    width: (parent as Item).width
                    text: modelData
                    color: Theme.softText
                }
            }
        }
    }
}
