// SPDX-License-Identifier: GPL-3.0-or-later
// A form page with the keyboard up.
import QtQuick
import Hall.Controls

PageFrame {
    id: page
    heading: "How can we reach you?"
    hallName: "就业智慧大厅"
    visitor: "王*明"
    step: 2
    stepNames: ["填写", "材料", "核对", "签名"]
    stepShare: 0.5
    secondsLeft: 42
    networkText: "Connected"
    sideShown: true

    ErrorSummary {
        width: parent.width
        errors: [{"fieldId": "phone", "label": "手机号码", "text": "手机号码应为 11 位数字"}]
    }

    FieldBox {
        width: parent.width
        label: "手机号码"
        help: "我们只在办理本业务时联系您"
        value: "138001"
        source: "visitor"
        error: "手机号码应为 11 位数字"
        keyboard: "phone"
    }

    FieldBox {
        width: parent.width
        label: "姓名"
        value: "王小明"
        source: "social-card"
        readOnly: true
    }

    FieldBox {
        width: parent.width
        label: "失业日期"
        value: "2024-0"
        keyboard: "date"
        required: false
    }

    side: Keyboard {
        width: parent.width
        mode: page.keyMode
    }
    property string keyMode: "letters"
}
