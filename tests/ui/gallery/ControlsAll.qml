// SPDX-License-Identifier: GPL-3.0-or-later
// The controls side by side.
import QtQuick
import Hall.Controls

PageFrame {
    heading: "What would you like to do?"
    lead: "Touch one of the entries."
    hallName: "就业智慧大厅"
    visitor: "王*明"
    networkText: "Connected"

    Row {
        spacing: Theme.gap
        HallButton { kind: "primary"; text: "下一步"; iconName: "right"; iconSide: "right" }
        HallButton { text: "返回"; iconName: "left" }
        HallButton { kind: "danger"; text: "结束" }
        HallButton { kind: "quiet"; text: "跳过" }
    }

    ChoiceList {
        width: parent.width
        value: "b"
        options: [{"value": "a", "text": "男"}, {"value": "b", "text": "女"}, {"value": "c", "text": "未说明的性别"}]
    }

    ServiceCard {
        width: parent.width
        text: "失业登记"
        summary: "登记失业，领取失业保险金和就业援助"
        note: "约 8 分钟"
        iconName: "work-lost"
    }

    ServiceCard {
        width: parent.width
        text: "凭证打印"
        summary: "打印登记凭证"
        available: false
        reason: "打印机没有纸了，其他业务可以办理"
        iconName: "certificate"
    }

    Notice { width: parent.width; kind: "info"; text: "网络正常：提交后立即发送" }
    Notice { width: parent.width; kind: "success"; title: "已经收到"; text: "编号 2024000123" }
    Notice { width: parent.width; kind: "warning"; text: "没有连接：业务安全保存在本机，稍后发送" }
    Notice { width: parent.width; kind: "error"; text: "卡片没有反应。请把卡片换个方向。" }

    Panel {
        width: parent.width
        DataRow { width: parent.width; label: "姓名"; value: "王小明"; detail: "from your card" }
        DataRow { width: parent.width; label: "电话"; value: "13800138000" }
    }

    Rectangle {
        width: parent.width
        height: Theme.mm(60)
        color: Theme.paper
        SignaturePad { anchors.fill: parent; penWidth: Theme.mm(0.7) }
    }
    BusyMark { width: parent.width; text: "正在处理…" }
}
