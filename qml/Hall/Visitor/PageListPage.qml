// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of one paper as they will be handed in: one is chosen, looked at closely, put earlier or later, taken anew or
// taken out. What is above the notice keeps its place whatever is done.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var list: Session.pageList
    readonly property var pages: Array.from(list.pages ?? [])
    readonly property int removed: list.removed ?? 0
    property int chosen: 0
    // What was done last, in words, or why it could not be: {kind, text}
    property var told: ({"kind": "info", "text": ""})

    readonly property int perLeaf: Math.max(1, Math.floor((strip.width + Theme.smallGap) / (Theme.sized(40, 50, 60) + Theme.smallGap)))
    readonly property int leaves: Math.ceil(pages.length / perLeaf)
    property int leaf: 0

    function word(index: int): string {
        return qsTr("Page %1").arg(index + 1)
    }

    function say(kind: string, text: string) {
        told = {"kind": kind, "text": text}
    }

    function choose(index: int) {
        chosen = Math.max(0, Math.min(pages.length - 1, index))
        leaf = Math.floor(chosen / perLeaf)
    }

    function move(by: int) {
        const to = chosen + by
        if (to < 0 || to >= pages.length) {
            say("info", by < 0 ? qsTr("Page %1 is the first page already.").arg(chosen + 1)
                               : qsTr("Page %1 is the last page already.").arg(chosen + 1))
            return
        }
        const before = chosen + 1
        Session.movePage(chosen, to)
        choose(to)
        say("success", qsTr("Page %1 is now page %2.").arg(before).arg(to + 1))
    }

    function takeOut() {
        if (pages.length <= (list.least ?? 1)) {
            say("warning", qsTr("At least %n page(s) must stay. You can take this page again instead.", "", list.least ?? 1))
            return
        }
        const gone = chosen + 1
        Session.removePage(chosen)
        say("warning", qsTr("Page %1 was taken out. It is not handed in. It can be put back while this list is shown.").arg(gone))
    }

    onPagesChanged: choose(chosen)
    onPerLeafChanged: choose(chosen)

    heading: qsTr("Pages: %1").arg(list.title ?? "")
    lead: qsTr("The pages go in this order. Up to %n page(s) can be taken.", "", list.most ?? 1)
    part: "scan"
    stepShare: 0.5
    nextText: qsTr("Pages are right")
    nextIcon: "tick"
    onNext: {
        if (list.enough === true)
            Session.next()
        else
            say("warning", qsTr("At least %n page(s) are needed.", "", list.least ?? 1))
    }

    Grid {
        id: layout

        readonly property int side: Theme.portrait ? width : Math.round(width * 0.46)

        width: parent.width
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.mm(8)
        rowSpacing: Theme.gap

        Column {
            id: work
            width: layout.side
            spacing: Theme.gap

            Row {
                id: strip
                width: parent.width
                spacing: Theme.smallGap

                Accessible.role: Accessible.Grouping
                Accessible.name: qsTr("Pages in their order")

                Repeater {
                    model: page.pages.slice(page.leaf * page.perLeaf, (page.leaf + 1) * page.perLeaf)

                    PageThumb {
                        required property int index
                        required property string modelData
                        readonly property int place: page.leaf * page.perLeaf + index

                        text: page.word(place)
                        source: modelData
                        chosen: place === page.chosen
                        onActed: {
                            page.choose(place)
                            page.say("info", "")
                        }
                    }
                }
            }

            LeafTurner {
                width: parent.width
                leaf: page.leaf
                leaves: page.leaves
                onTurned: to => page.leaf = to
            }

            Grid {
                id: deeds

                readonly property int cell: Math.floor((width - columnSpacing) / 2)

                width: parent.width
                columns: 2
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap

                component Deed: HallButton {
                    width: deeds.cell
                    accessibleName: Spoken.pair(text, page.word(page.chosen))
                }

                Deed {
                    iconName: "left"
                    text: qsTr("Earlier")
                    onActed: page.move(-1)
                }

                Deed {
                    iconName: "right"
                    iconSide: "right"
                    text: qsTr("Later")
                    onActed: page.move(1)
                }

                Deed {
                    iconName: "retake"
                    text: qsTr("Take again")
                    onActed: Session.retakePage(page.chosen)
                }

                Deed {
                    iconName: "eraser"
                    text: qsTr("Take out")
                    onActed: page.takeOut()
                }
            }

            HallButton {
                width: parent.width
                text: qsTr("One more page")
                iconName: "camera"
                onActed: {
                    if (page.list.full === true)
                        page.say("warning", qsTr("No more than %n page(s) can be handed in. Take one out first to take another.", "", page.list.most ?? 1))
                    else
                        Session.addPage()
                }
            }
        }

        // Beside the buttons or below them: what was done, and the chosen page.
        Column {
            id: viewing

            readonly property int above: (result.shown ? result.height + spacing : 0) + (putBack.shown ? putBack.height + spacing : 0)

            width: Theme.portrait ? layout.width : layout.width - layout.side - layout.columnSpacing
            spacing: Theme.gap

            Notice {
                id: result

                // Where there is little room, only what was done is said: what is chosen can be seen.
                readonly property bool shown: page.told.text !== "" || Theme.portrait || Theme.textSize !== "xlarge"

                width: parent.width
                visible: shown
                kind: page.told.text === "" ? "info" : page.told.kind
                title: page.told.text !== "" ? page.told.text
                       : page.pages.length > 1 ? qsTr("Page %1 of %2 is chosen. Touch another page to choose it.").arg(page.chosen + 1).arg(page.pages.length)
                                               : qsTr("There is one page so far.")
            }

            HallButton {
                id: putBack

                readonly property bool shown: page.removed > 0

                width: parent.width
                visible: shown
                iconName: "left"
                text: qsTr("Put page %1 back").arg(page.removed)
                onActed: {
                    const place = page.removed - 1
                    Session.putPageBack()
                    page.choose(place)
                    page.say("success", qsTr("Page %1 is back in its place.").arg(place + 1))
                }
            }

            PageZoom {
                width: parent.width
                height: Math.max(Theme.mm(Theme.portrait ? 90 : 70), page.roomHeight - viewing.above
                                 - (Theme.portrait ? work.height + layout.rowSpacing : 0))
                source: page.pages[page.chosen] ?? ""
                name: page.word(page.chosen)
            }
        }
    }
}
