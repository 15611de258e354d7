// SPDX-License-Identifier: GPL-3.0-or-later
// A dialog over a page; which: "idle" or "confirm".
import QtQuick
import Hall.Controls

PageFrame {
    id: page

    property string which: "idle"

    heading: "What would you like to do?"
    hallName: "就业智慧大厅"

    IdleDialog {
        parent: page
        visible: page.which === "idle"
        secondsLeft: 27
        title: "您还在吗？"
        text: "为保护您的信息，本次办理即将关闭。"
    }

    ConfirmDialog {
        parent: page
        visible: page.which === "confirm"
        dangerous: true
        title: "要结束办理吗？"
        text: "您填写的内容将全部清除。"
        rejectText: "继续办理"
        acceptText: "结束并清除"
    }
}
