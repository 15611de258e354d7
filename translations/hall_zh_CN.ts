<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AssistBar</name>
    <message>
        <source>Home</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准字</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>大字</translation>
    </message>
    <message>
        <source>Extra large</source>
        <translation>特大字</translation>
    </message>
    <message>
        <source>Standard colours</source>
        <translation>标准配色</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>高对比深色</translation>
    </message>
    <message>
        <source>High contrast, light</source>
        <translation>高对比浅色</translation>
    </message>
    <message>
        <source>Low glare</source>
        <translation>柔光</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>求助</translation>
    </message>
</context>
<context>
    <name>AttractPage</name>
    <message>
        <source>Employment services at this machine</source>
        <translation>就业服务自助办理</translation>
    </message>
    <message>
        <source>Bring your social security card or resident ID card. Most things take less than ten minutes.</source>
        <translation>请带好社会保障卡或居民身份证，大多数业务十分钟内办完。</translation>
    </message>
    <message>
        <source>Touch the screen to start</source>
        <translation>触摸屏幕开始办理</translation>
    </message>
    <message>
        <source>Card reading is resting</source>
        <translation>读卡暂停使用</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>网络正常</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>网络未连接</translation>
    </message>
    <message>
        <source>You can look around; to apply, please go to the service window.</source>
        <translation>您可以先看看；需要办理请到服务窗口。</translation>
    </message>
    <message>
        <source>What you submit is sent at once.</source>
        <translation>提交后立即发送到中心。</translation>
    </message>
    <message>
        <source>You can apply all the same: your case is kept here safely and sent later.</source>
        <translation>仍然可以办理：您的业务会安全保存在本机，稍后自动发送。</translation>
    </message>
    <message>
        <source>Connecting to the centre</source>
        <translation>正在连接中心</translation>
    </message>
    <message>
        <source>You can begin at once.</source>
        <translation>可以马上开始办理。</translation>
    </message>
    <message>
        <source>What can I do here? What do I need?</source>
        <translation>能办什么？要带什么？</translation>
    </message>
</context>
<context>
    <name>BusyStrip</name>
    <message>
        <source>One moment, please…</source>
        <translation>请稍候…</translation>
    </message>
</context>
<context>
    <name>CalibrationPage</name>
    <message>
        <source>Calibrate the camera</source>
        <translation>校准高拍仪</translation>
    </message>
    <message>
        <source>The calibration is good</source>
        <translation>校准合格</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>The bar is %1 mm long</source>
        <translation>黑条长 %1 毫米</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Use this calibration</source>
        <translation>使用这次校准</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 毫米</translation>
    </message>
    <message>
        <source>The bar must be between %1 and %2 mm long</source>
        <translation>黑条长度应在 %1 到 %2 毫米之间</translation>
    </message>
    <message>
        <source>The target was printed smaller or larger. Print it at 100 %, without fitting it to the page.</source>
        <translation>标定板打印得偏小或偏大。请按 100% 打印，不要选择适应页面。</translation>
    </message>
    <message>
        <source>Live picture of the plate</source>
        <translation>台面实时画面</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>Hold still, taking the picture.</source>
        <translation>请保持不动，正在拍照。</translation>
    </message>
    <message>
        <source>Ready to be measured.</source>
        <translation>可以测量。</translation>
    </message>
    <message>
        <source>Pictures: %1 of %2</source>
        <translation>照片：%1 / %2</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>Not good yet</source>
        <translation>还不合格</translation>
    </message>
    <message>
        <source>Every step is good</source>
        <translation>每一步都合格</translation>
    </message>
    <message>
        <source>With your touch this calibration is used, and the one before is kept. Leave the plate empty: it is looked at right away.</source>
        <translation>点按后即使用这次校准，上一次的会保留。请保持台面空着：会立即检查。</translation>
    </message>
    <message>
        <source>The plate is being looked at…</source>
        <translation>正在检查台面…</translation>
    </message>
    <message>
        <source>The picture is being looked at…</source>
        <translation>正在查看画面…</translation>
    </message>
    <message>
        <source>The focus is being found…</source>
        <translation>正在寻找最清晰的焦点……</translation>
    </message>
    <message>
        <source>The target is not seen yet: it is far from sharp, or not there. If it lies there, measure.</source>
        <translation>还看不到标定板：画面很不清晰，或标定板不在台面上。如已放好，请点“测量”。</translation>
    </message>
    <message>
        <source>Glue the printed target to a stiff board, and measure the black bar under it with a steel ruler.</source>
        <translation>请把打印好的标定板贴在硬板上，并用钢尺量出下方黑条的长度。</translation>
    </message>
    <message>
        <source>Length of the bar, as the ruler says:</source>
        <translation>钢尺量出的黑条长度：</translation>
    </message>
</context>
<context>
    <name>CalibrationWords</name>
    <message>
        <source>Focus</source>
        <translation>对焦</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>台面</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光线</translation>
    </message>
    <message>
        <source>Empty plate</source>
        <translation>空台面</translation>
    </message>
    <message>
        <source>Camera: is it sharp?</source>
        <translation>高拍仪：清晰吗？</translation>
    </message>
    <message>
        <source>Camera: how its lens bends</source>
        <translation>高拍仪：镜头畸变</translation>
    </message>
    <message>
        <source>Camera: millimetres on the plate</source>
        <translation>高拍仪：台面上的毫米</translation>
    </message>
    <message>
        <source>Camera: light and white</source>
        <translation>高拍仪：光线与白色</translation>
    </message>
    <message>
        <source>Camera: the empty plate</source>
        <translation>高拍仪：空台面</translation>
    </message>
    <message>
        <source>Calibrate the camera</source>
        <translation>校准高拍仪</translation>
    </message>
    <message>
        <source>Lay the target flat in the middle of the plate. Turn the lens of the camera until it is sharp, then measure.</source>
        <translation>请把标定板平放在台面中央，转动高拍仪镜头直到清晰，然后测量。</translation>
    </message>
    <message>
        <source>Hold the target under the camera, where the yellow frame is and as the words say. Pictures are taken by themselves while it is held still.</source>
        <translation>请手持标定板放到黄框位置，并按文字提示倾斜。拿稳后会自动拍照。</translation>
    </message>
    <message>
        <source>Lay the target flat in the middle of the plate and take your hands away.</source>
        <translation>请把标定板平放在台面中央，并把手拿开。</translation>
    </message>
    <message>
        <source>Lay a clean white sheet of A4 in the middle of the plate, with the lamp as it is in daily use.</source>
        <translation>请把一张干净的 A4 白纸放在台面中央，灯光与日常使用时相同。</translation>
    </message>
    <message>
        <source>Take everything off the plate and wipe it.</source>
        <translation>请把台面上的东西全部拿走并擦净台面。</translation>
    </message>
    <message>
        <source>The target cannot be seen, or it is far from sharp.</source>
        <translation>看不到标定板，或者画面很不清晰。</translation>
    </message>
    <message>
        <source>Part of the target is covered or outside of the picture.</source>
        <translation>标定板有一部分被遮住，或在画面之外。</translation>
    </message>
    <message>
        <source>It is not sharp enough. Turn the lens a little and measure again: a smaller figure is sharper.</source>
        <translation>还不够清晰。请稍微转动镜头再测：数值越小越清晰。</translation>
    </message>
    <message>
        <source>Hold still.</source>
        <translation>请保持不动。</translation>
    </message>
    <message>
        <source>Bring the target to the yellow frame.</source>
        <translation>请把标定板移到黄框处。</translation>
    </message>
    <message>
        <source>Lift the left side of the target by a hand&apos;s breadth.</source>
        <translation>请把标定板左侧抬高一掌宽。</translation>
    </message>
    <message>
        <source>Lift the right side of the target by a hand&apos;s breadth.</source>
        <translation>请把标定板右侧抬高一掌宽。</translation>
    </message>
    <message>
        <source>Lift the upper side of the target by a hand&apos;s breadth.</source>
        <translation>请把标定板上侧抬高一掌宽。</translation>
    </message>
    <message>
        <source>Lift the lower side of the target by a hand&apos;s breadth.</source>
        <translation>请把标定板下侧抬高一掌宽。</translation>
    </message>
    <message>
        <source>This is there already. Hold the target elsewhere, or tilt it otherwise.</source>
        <translation>这个位置已经拍过。请换个位置，或换个角度倾斜。</translation>
    </message>
    <message>
        <source>No white sheet can be seen on the plate.</source>
        <translation>台面上看不到白纸。</translation>
    </message>
    <message>
        <source>The sheet is not evenly white: too dark, too bright, or printed on. Change lamp or sheet.</source>
        <translation>白纸不够均匀：太暗、太亮，或有印字。请调整灯光或更换白纸。</translation>
    </message>
    <message>
        <source>The sheet of A4 comes out in a wrong size: the target was printed smaller or larger than the bar says. Measure the bar again and begin anew.</source>
        <translation>A4 纸量出来尺寸不对：标定板的打印比例与所填黑条长度不符。请重新测量黑条，并重新开始。</translation>
    </message>
    <message>
        <source>Something lies on the plate.</source>
        <translation>台面上有东西。</translation>
    </message>
    <message>
        <source>The camera gives pictures of another size than before. Begin anew.</source>
        <translation>高拍仪的画面尺寸与之前不同。请重新开始。</translation>
    </message>
    <message>
        <source>The target does not lie flat. Glue it to a stiff board.</source>
        <translation>标定板不平。请把它粘在硬板上。</translation>
    </message>
    <message>
        <source>The pictures of the target do not agree. Use a flat target, and hold it still.</source>
        <translation>标定板的照片互相不一致。请用平整的标定板，并拿稳。</translation>
    </message>
    <message>
        <source>Width of an edge</source>
        <translation>边缘宽度</translation>
    </message>
    <message>
        <source>Error of the lens</source>
        <translation>镜头误差</translation>
    </message>
    <message>
        <source>Error on the plate</source>
        <translation>台面误差</translation>
    </message>
    <message>
        <source>A4 sheet off by</source>
        <translation>A4 纸偏差</translation>
    </message>
    <message>
        <source>Unevenness of white</source>
        <translation>白色不均匀度</translation>
    </message>
    <message>
        <source>Unevenness before</source>
        <translation>校正前不均匀度</translation>
    </message>
    <message>
        <source>Tint of white</source>
        <translation>白色偏色</translation>
    </message>
    <message>
        <source>Tint before</source>
        <translation>校正前偏色</translation>
    </message>
    <message>
        <source>Unrest of the picture</source>
        <translation>画面波动</translation>
    </message>
    <message>
        <source>Black is, of white</source>
        <translation>黑色占白色</translation>
    </message>
    <message>
        <source>Dead dots of the head</source>
        <translation>打印头坏点</translation>
    </message>
    <message>
        <source>Width off by</source>
        <translation>宽度偏差</translation>
    </message>
    <message>
        <source>Length off by</source>
        <translation>长度偏差</translation>
    </message>
    <message>
        <source>Print runs crooked by</source>
        <translation>走纸偏斜</translation>
    </message>
    <message>
        <source>Cut is crooked by</source>
        <translation>切口偏斜</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 像素</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 毫米</translation>
    </message>
    <message>
        <source>ΔE %1</source>
        <translation>ΔE %1</translation>
    </message>
    <message>
        <source>%1 grey levels</source>
        <translation>%1 灰度级</translation>
    </message>
    <message>
        <source>%1°</source>
        <translation>%1°</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>不超过 %1</translation>
    </message>
    <message>
        <source>The print is pale. Clean the print head, use paper of the right kind, or raise the printer&apos;s density.</source>
        <translation>打印太淡。请清洁打印头、使用合适的纸，或调高打印浓度。</translation>
    </message>
    <message>
        <source>Dots of the print head are dead or dirty. Clean the head with alcohol; if they stay, replace it.</source>
        <translation>打印头有坏点或脏点。请用酒精清洁打印头；若仍存在，请更换。</translation>
    </message>
    <message>
        <source>The print is not true to scale. Clean the roller; it may be worn.</source>
        <translation>打印比例不准。请清洁胶辊；胶辊可能已磨损。</translation>
    </message>
    <message>
        <source>The paper runs crooked. Put the roll in straight and set its guide.</source>
        <translation>走纸偏斜。请把纸卷放正并调好挡板。</translation>
    </message>
    <message>
        <source>The cut is crooked. Clear the cutter of scraps; it may be blunt.</source>
        <translation>切口偏斜。请清除切刀上的纸屑；切刀可能已变钝。</translation>
    </message>
    <message>
        <source>Calibrated, and checked today</source>
        <translation>已校准，今日检查合格</translation>
    </message>
    <message>
        <source>Calibrated, not checked yet</source>
        <translation>已校准，尚未检查</translation>
    </message>
    <message>
        <source>Not calibrated</source>
        <translation>未校准</translation>
    </message>
    <message>
        <source>The camera or the plate has been moved</source>
        <translation>高拍仪或台面被移动过</translation>
    </message>
    <message>
        <source>The marks of the plate cannot be found</source>
        <translation>找不到台面标记</translation>
    </message>
    <message>
        <source>Something lies on the plate, or it is dirty</source>
        <translation>台面上有东西，或者脏了</translation>
    </message>
    <message>
        <source>The light is another than at the calibration</source>
        <translation>光线与校准时不同</translation>
    </message>
    <message>
        <source>Another camera is fitted</source>
        <translation>换了另一台高拍仪</translation>
    </message>
    <message>
        <source>The camera gives pictures of another size</source>
        <translation>高拍仪画面尺寸不同</translation>
    </message>
    <message>
        <source>The calibration is damaged</source>
        <translation>校准数据已损坏</translation>
    </message>
    <message>
        <source>The calibration does not hold</source>
        <translation>校准已失效</translation>
    </message>
    <message>
        <source>Papers are taken as photos, without true size. A technician can calibrate the camera.</source>
        <translation>材料按照片拍摄，不测量真实尺寸。可由技术人员校准高拍仪。</translation>
    </message>
    <message>
        <source>Papers are taken as photos until the plate has been looked at. Leave it empty.</source>
        <translation>检查台面之前，材料按照片拍摄。请保持台面空着。</translation>
    </message>
    <message>
        <source>Clear and wipe the plate. Until the next check papers are taken as photos.</source>
        <translation>请清空并擦净台面。下次检查之前，材料按照片拍摄。</translation>
    </message>
    <message>
        <source>See whether the lamp burns and nothing shades it. Until then papers are taken as photos.</source>
        <translation>请看灯是否亮着、是否被遮挡。在此之前，材料按照片拍摄。</translation>
    </message>
    <message>
        <source>Papers are taken as photos until a technician has calibrated the camera again.</source>
        <translation>在技术人员重新校准之前，材料按照片拍摄。</translation>
    </message>
    <message>
        <source>Lay the target flat in the middle of the plate and take your hands away. Measure: the camera tries its focus from end to end, for about half a minute, and keeps the sharpest.</source>
        <translation>把标定板平放在台面中央，手移开，然后点“测量”：高拍仪会从头到尾试一遍焦点，约需半分钟，并保留最清晰的一个。</translation>
    </message>
    <message>
        <source>The camera does not let its focus be set any more. Pull its plug out and put it in again, then try once more.</source>
        <translation>高拍仪不再接受对焦设置。请拔下插头再插上，然后重试。</translation>
    </message>
    <message>
        <source>Whatever focus is set, the picture is as blurred. See whether the target lies there and the lens is clean; else the lens does not move: another camera is needed.</source>
        <translation>无论怎样对焦，画面都一样模糊。请看标定板是否放好、镜头是否干净；否则是镜头不动，需要更换高拍仪。</translation>
    </message>
    <message>
        <source>It is sharpest at the end of what the lens can be set to, and not sharp there. Hang the camera nearer to the plate, or farther away.</source>
        <translation>焦点调到尽头时最清晰，但仍不够清晰。请把高拍仪装得离台面近一些或远一些。</translation>
    </message>
    <message>
        <source>Something moved or came into the picture while the focus was being found. Take your hands away and try again.</source>
        <translation>对焦过程中有东西移动或进入画面。请把手移开，再试一次。</translation>
    </message>
    <message>
        <source>It is not sharp enough even where it is sharpest. Wipe the lens, and see whether the target lies flat.</source>
        <translation>最清晰时仍不够清晰。请擦净镜头，并看标定板是否放平。</translation>
    </message>
    <message>
        <source>Width in the worst corner</source>
        <translation>最差一角的边缘宽度</translation>
    </message>
    <message>
        <source>The picture is not as sharp as at the calibration</source>
        <translation>画面不如校准时清晰</translation>
    </message>
    <message>
        <source>The camera does not let its focus be set any more</source>
        <translation>高拍仪不再接受对焦设置</translation>
    </message>
    <message>
        <source>Wipe the lens of the camera. If that does not help, a technician calibrates it again. Until then papers are taken as photos.</source>
        <translation>请擦净高拍仪镜头。若无效，由技术人员重新校准。在此之前，材料按照片拍摄。</translation>
    </message>
    <message>
        <source>Pull the camera&apos;s plug out and put it in again. If that does not help, a technician calibrates it again. Until then papers are taken as photos.</source>
        <translation>请拔下高拍仪插头再插上。若无效，由技术人员重新校准。在此之前，材料按照片拍摄。</translation>
    </message>
    <message>
        <source>The camera does not keep its exposure and white balance any more</source>
        <translation>高拍仪不再保持曝光和白平衡设置</translation>
    </message>
</context>
<context>
    <name>CameraPanel</name>
    <message>
        <source>Checks that judge themselves</source>
        <translation>自动判定的检查</translation>
    </message>
    <message>
        <source>Camera calibration</source>
        <translation>高拍仪校准</translation>
    </message>
    <message>
        <source>The plate is being looked at…</source>
        <translation>正在检查台面…</translation>
    </message>
    <message>
        <source>Check the plate now</source>
        <translation>立即检查台面</translation>
    </message>
    <message>
        <source>Calibrate the camera</source>
        <translation>校准高拍仪</translation>
    </message>
    <message>
        <source>Back to the calibration before</source>
        <translation>恢复上一次校准</translation>
    </message>
    <message>
        <source>Print test</source>
        <translation>打印测试</translation>
    </message>
    <message>
        <source>Not done yet</source>
        <translation>尚未测试</translation>
    </message>
    <message>
        <source>The print was good on %1</source>
        <translation>%1 打印合格</translation>
    </message>
    <message>
        <source>The print was not good on %1</source>
        <translation>%1 打印不合格</translation>
    </message>
    <message>
        <source>Test the print</source>
        <translation>测试打印</translation>
    </message>
    <message>
        <source>calibrated on %1</source>
        <translation>校准日期：%1</translation>
    </message>
    <message>
        <source>marks found: %1 of 4, moved by %2 mm, light %3 %, sharpness %4 %</source>
        <translation>找到标记 %1/4，移动 %2 毫米，亮度 %3%，清晰度 %4%</translation>
    </message>
</context>
<context>
    <name>CardPinPage</name>
    <message>
        <source>Enter the PIN of your card</source>
        <translation>请输入社保卡密码</translation>
    </message>
    <message>
        <source>Choose a new PIN</source>
        <translation>请设置新密码</translation>
    </message>
    <message>
        <source>Enter the new PIN once more</source>
        <translation>请再输入一次新密码</translation>
    </message>
    <message>
        <source>This card can only be read with its social security PIN. It need not be the same as the PIN of its bank account.</source>
        <translation>读取这张卡需要社保卡密码。它与卡内银行账户的密码不一定相同。</translation>
    </message>
    <message>
        <source>The card still has the PIN it was handed out with, which others may know. Your visit goes on as soon as it has been changed.</source>
        <translation>这张卡仍在使用发卡时的初始密码，别人可能知道。修改密码后即可继续办理。</translation>
    </message>
    <message>
        <source>Sign in another way</source>
        <translation>换一种方式登录</translation>
    </message>
    <message>
        <source>Use the last try</source>
        <translation>使用最后一次机会</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Only one try is left.</source>
        <translation>只剩最后一次机会。</translation>
    </message>
    <message>
        <source>If the PIN is wrong once more, the card locks it. A social security card window or a branch of the card&apos;s bank can unlock it.</source>
        <translation>再输错一次，卡片就会锁定密码。锁定后可到社保卡服务窗口或发卡银行网点解锁。</translation>
    </message>
    <message>
        <source>The PIN has %1 digits.</source>
        <translation>密码是 %1 位数字。</translation>
    </message>
    <message>
        <source>%1 of %2 digits entered</source>
        <translation>已输入 %1 位，共 %2 位</translation>
    </message>
    <message>
        <source>Cover the keys with your other hand. Nobody else needs this PIN, not even the staff.</source>
        <translation>请用另一只手遮挡按键。密码不要告诉任何人，包括工作人员。</translation>
    </message>
    <message>
        <source>Go on without the PIN</source>
        <translation>不用密码，继续</translation>
    </message>
    <message>
        <source>You can try once more in this visit. The card itself allows %1 more tries.</source>
        <translation>本次还可以再试一次。卡片本身还剩 %1 次机会。</translation>
    </message>
    <message>
        <source>This may be the last try.</source>
        <translation>这可能是最后一次机会。</translation>
    </message>
    <message>
        <source>The PIN shows that the card is yours. It need not be the same as the PIN of its bank account.</source>
        <translation>输入密码可以证明卡是您本人的。它不一定和银行账户密码相同。</translation>
    </message>
    <message>
        <source>Another way</source>
        <translation>换一种方式</translation>
    </message>
    <message>
        <source>Enter the present PIN of your card</source>
        <translation>请输入社保卡原密码</translation>
    </message>
    <message>
        <source>Then you choose a new one. The PIN of the card&apos;s bank account is another one and stays as it is.</source>
        <translation>接着再设新密码。卡上银行账户的密码是另一个，不会改变。</translation>
    </message>
    <message>
        <source>Please do not take your birthday, or digits that are alike or in a row.</source>
        <translation>请不要用生日，也不要用相同或连续的数字。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>I have forgotten it</source>
        <translation>忘记密码</translation>
    </message>
</context>
<context>
    <name>CaseWords</name>
    <message>
        <source>kept here, to be sent</source>
        <translation>已保存，待发送</translation>
    </message>
    <message>
        <source>kept here, the staff look at it</source>
        <translation>已保存，工作人员正在处理</translation>
    </message>
    <message>
        <source>received by the centre</source>
        <translation>中心已收到</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>办理中</translation>
    </message>
    <message>
        <source>something is missing</source>
        <translation>有材料或信息需要补正</translation>
    </message>
    <message>
        <source>what was missing is on its way</source>
        <translation>补充内容正在送往中心</translation>
    </message>
    <message>
        <source>being taken back</source>
        <translation>正在撤回</translation>
    </message>
    <message>
        <source>taken back by you</source>
        <translation>您已撤回</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>已办结</translation>
    </message>
    <message>
        <source>the result can be collected</source>
        <translation>结果可以领取</translation>
    </message>
    <message>
        <source>the result was handed over</source>
        <translation>结果已领取</translation>
    </message>
    <message>
        <source>not accepted, please ask at the window</source>
        <translation>未受理，请到窗口咨询</translation>
    </message>
    <message>
        <source>not approved</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>The case had been decided already, so it could not be taken back.</source>
        <translation>业务已经办结，不能撤回。</translation>
    </message>
    <message>
        <source>Nothing was missing any more, so this was not used.</source>
        <translation>已不需要补正，这次补充未使用。</translation>
    </message>
    <message>
        <source>It could not be assigned to a case of yours. Please ask at the service window.</source>
        <translation>没有找到对应的业务，请到服务窗口咨询。</translation>
    </message>
    <message>
        <source>closed at this machine, please ask at the counter</source>
        <translation>已在本机结束办理，请到窗口咨询</translation>
    </message>
</context>
<context>
    <name>CentreNotice</name>
    <message>
        <source>The centre has withdrawn this machine&apos;s registration</source>
        <translation>中心已注销本机的登记</translation>
    </message>
    <message>
        <source>The centre does not know this machine</source>
        <translation>中心没有本机的登记</translation>
    </message>
    <message>
        <source>The centre believes that this machine exists twice</source>
        <translation>中心认为同一台机器出现了两次</translation>
    </message>
    <message>
        <source>The centre does not accept this machine&apos;s certificate</source>
        <translation>中心不接受本机的证书</translation>
    </message>
    <message>
        <source>The centre cannot be reached</source>
        <translation>无法连接中心</translation>
    </message>
    <message>
        <source>The centre does not answer in time</source>
        <translation>中心未在规定时间内答复</translation>
    </message>
    <message>
        <source>Something else answers in the centre&apos;s place</source>
        <translation>答复的不是中心</translation>
    </message>
    <message>
        <source>The centre is busy or being repaired</source>
        <translation>中心繁忙或正在维护</translation>
    </message>
    <message>
        <source>The centre takes nothing from this machine (%1)</source>
        <translation>中心不接收本机的任何数据（%1）</translation>
    </message>
    <message>
        <source>Ask the centre why. Only it can take the machine back, with a new code for registration.</source>
        <translation>请向中心询问原因。只有中心发放新的登记码后，本机才能重新启用。</translation>
    </message>
    <message>
        <source>Ask the centre for a new code; a technician registers the machine with it.</source>
        <translation>请向中心申请新的登记码，由技术人员用它重新登记本机。</translation>
    </message>
    <message>
        <source>Its disk was copied, or an old copy was put back. Ask the centre; a technician switches off the other machine and registers this one anew.</source>
        <translation>本机的硬盘被复制过，或恢复了旧的备份。请联系中心，由技术人员关闭另一台机器，并重新登记本机。</translation>
    </message>
    <message>
        <source>Have a technician look at the clock; if it is right, ask the centre for a new code and register the machine anew.</source>
        <translation>请技术人员检查本机时钟；若时钟无误，请向中心申请新的登记码并重新登记本机。</translation>
    </message>
    <message>
        <source>Look whether the network cable is in. If it lasts, have a technician look at the network, and ask the centre whether it works.</source>
        <translation>请检查网线是否插好。若持续如此，请技术人员检查网络，并向中心确认其运行是否正常。</translation>
    </message>
    <message>
        <source>A sign-in page or a proxy of the network, as a rule. Have a technician look at the network.</source>
        <translation>通常是网络的登录页面或代理服务器所致。请技术人员检查网络。</translation>
    </message>
    <message>
        <source>Nothing has to be done here. If it lasts for more than an hour, call the centre.</source>
        <translation>此处无需处理。若持续超过一小时，请致电中心。</translation>
    </message>
    <message>
        <source>Tell the centre this code; a technician finds more in the log.</source>
        <translation>请将此代码告知中心；技术人员可在日志中查到详情。</translation>
    </message>
    <message>
        <source>The cases stay here and are sent by themselves afterwards.</source>
        <translation>业务保存在本机，恢复后自动发送。</translation>
    </message>
    <message>
        <source>Until then the cases stay here; none is lost.</source>
        <translation>在此之前，业务保存在本机，不会丢失。</translation>
    </message>
    <message>
        <source>Code: %1</source>
        <translation>代码：%1</translation>
    </message>
    <message>
        <source>By this machine&apos;s clock the centre&apos;s certificate is not good</source>
        <translation>按本机时钟，中心的证书不在有效期内</translation>
    </message>
    <message>
        <source>Have a technician look at the clock; if it is right, tell the centre that its certificate has ended.</source>
        <translation>请技术人员检查时钟；如果时钟正确，请告知中心其证书已过期。</translation>
    </message>
    <message>
        <source>What goes to the centre and back does not come whole</source>
        <translation>本机与中心之间往来的内容不完整</translation>
    </message>
    <message>
        <source>Something on the way takes parts of it away, a firewall or a proxy as a rule. Have a technician tell whoever looks after the network: the headers Content-Digest and those that begin with Hall- or Upload- have to pass.</source>
        <translation>途中有设备（通常是防火墙或代理服务器）去掉了其中一部分。请技术人员告知网络管理人员：Content-Digest 以及以 Hall-、Upload- 开头的标头必须放行。</translation>
    </message>
</context>
<context>
    <name>ChainPanel</name>
    <message>
        <source>is looked up; nothing is filed</source>
        <translation>只查询，不另外申请</translation>
    </message>
    <message>
        <source>if your answers call for it</source>
        <translation>视您的回答而定</translation>
    </message>
    <message>
        <source>What is done in one go</source>
        <translation>一次办理的事项</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>the worker looks this up afterwards, with their own card</source>
        <translation>由员工之后用自己的卡查看</translation>
    </message>
    <message>
        <source>your employer does this</source>
        <translation>由单位办理</translation>
    </message>
</context>
<context>
    <name>ChoiceField</name>
    <message>
        <source>%1 (optional)</source>
        <translation>%1（选填）</translation>
    </message>
    <message>
        <source>%1. Choose only what has changed.</source>
        <translation>%1。有变化才需要重新选择。</translation>
    </message>
    <message>
        <source>Find an answer by its first letters</source>
        <translation>用拼音首字母查找</translation>
    </message>
    <message>
        <source>No answer has these letters.</source>
        <translation>没有符合这些字母的选项。</translation>
    </message>
</context>
<context>
    <name>ChoiceList</name>
    <message>
        <source>First answers</source>
        <translation>返回常用选项</translation>
    </message>
    <message>
        <source>More answers</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <source>Answers that begin with %1</source>
        <translation>拼音首字母 %1</translation>
    </message>
    <message>
        <source>Other letters</source>
        <translation>换一个字母</translation>
    </message>
</context>
<context>
    <name>CloseCase</name>
    <message>
        <source>It was done at the counter</source>
        <translation>已在窗口办理</translation>
    </message>
    <message>
        <source>It was handed in again</source>
        <translation>已重新提交</translation>
    </message>
    <message>
        <source>The person does not want it any more</source>
        <translation>本人不再办理</translation>
    </message>
    <message>
        <source>The centre cannot use it</source>
        <translation>中心无法使用</translation>
    </message>
    <message>
        <source>It was a test</source>
        <translation>测试件</translation>
    </message>
    <message>
        <source>The person was told to go to the counter</source>
        <translation>已告知本人到窗口办理</translation>
    </message>
    <message>
        <source>It was exported and is kept elsewhere</source>
        <translation>已导出并另行保存</translation>
    </message>
    <message>
        <source>Why is case %1 closed?</source>
        <translation>为什么结束业务 %1？</translation>
    </message>
    <message>
        <source>How is it made sure that nothing is lost?</source>
        <translation>如何确保业务不丢失？</translation>
    </message>
    <message>
        <source>Close case %1?</source>
        <translation>确定结束业务 %1？</translation>
    </message>
    <message>
        <source>%1. %2. It is never sent again. Who closed it, when and why is kept in the log.</source>
        <translation>%1；%2。此后不再发送。由谁、何时、因何结束都会记入日志。</translation>
    </message>
    <message>
        <source>A technician can export the case first; then that can be said here as well.</source>
        <translation>技术人员可以先导出该业务，导出后这里也可以选择“已导出”。</translation>
    </message>
    <message>
        <source>Keep the case</source>
        <translation>保留该业务</translation>
    </message>
    <message>
        <source>Close the case</source>
        <translation>结束该业务</translation>
    </message>
    <message>
        <source>Note for the log</source>
        <translation>写入日志的备注</translation>
    </message>
    <message>
        <source>No names and no numbers of persons</source>
        <translation>请勿填写姓名和个人号码</translation>
    </message>
    <message>
        <source>This has a number in it that could be a person&apos;s</source>
        <translation>其中的数字可能是某人的号码</translation>
    </message>
</context>
<context>
    <name>CodePad</name>
    <message>
        <source>Keys for the credit code</source>
        <translation>信用代码键盘</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
</context>
<context>
    <name>CodeWay</name>
    <message>
        <source>Electronic social security card</source>
        <translation>电子社保卡</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>可以使用</translation>
    </message>
    <message>
        <source>This needs the network. Please use one of your cards.</source>
        <translation>须联网核验，现在网络不通。请使用实体卡。</translation>
    </message>
    <message>
        <source>Resting: %1 Please tell the staff.</source>
        <translation>暂停使用：%1请告诉工作人员。</translation>
    </message>
    <message>
        <source>Open it on your phone and hold its code before the scanner.</source>
        <translation>在手机上打开，把二维码对准扫码口。</translation>
    </message>
</context>
<context>
    <name>ConsentPage</name>
    <message>
        <source>Do you agree to this use of your data?</source>
        <translation>您是否同意这样使用您的信息？</translation>
    </message>
    <message>
        <source>I do not agree</source>
        <translation>不同意</translation>
    </message>
    <message>
        <source>I agree</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>You decide</source>
        <translation>由您决定</translation>
    </message>
    <message>
        <source>If you do not agree, you can do everything at the service window.</source>
        <translation>不同意也没关系，所有业务都可以到服务窗口办理。</translation>
    </message>
    <message>
        <source>The way of your data</source>
        <translation>您的信息怎么用</translation>
    </message>
    <message>
        <source>Read from your card</source>
        <translation>读取卡内信息</translation>
    </message>
    <message>
        <source>Looked up at the centre</source>
        <translation>向中心查询</translation>
    </message>
    <message>
        <source>Checked by you</source>
        <translation>由您核对</translation>
    </message>
    <message>
        <source>Removed from here</source>
        <translation>离开即清除</translation>
    </message>
    <message>
        <source>From your permit</source>
        <translation>来自您的通行证</translation>
    </message>
    <message>
        <source>Filled in by you</source>
        <translation>由您填写</translation>
    </message>
</context>
<context>
    <name>DelegatePage</name>
    <message>
        <source>For whom do you act?</source>
        <translation>您替谁办理？</translation>
    </message>
    <message>
        <source>Please enter name and number as they stand in the letter of authority. You scan the letter afterwards.</source>
        <translation>请按授权委托书填写委托人的姓名和证件号码。委托书稍后扫描。</translation>
    </message>
</context>
<context>
    <name>DevicePanel</name>
    <message>
        <source>Social security card reader</source>
        <translation>社会保障卡读卡器</translation>
    </message>
    <message>
        <source>Identity card reader</source>
        <translation>身份证读卡器</translation>
    </message>
    <message>
        <source>Receipt printer</source>
        <translation>回执打印机</translation>
    </message>
    <message>
        <source>Document camera</source>
        <translation>高拍仪</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Needs a hand</source>
        <translation>需要处理</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Not fitted</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>paper loaded</source>
        <translation>纸张正常</translation>
    </message>
    <message>
        <source>paper nearly used up</source>
        <translation>纸快用完</translation>
    </message>
    <message>
        <source>no paper</source>
        <translation>缺纸</translation>
    </message>
    <message>
        <source>card inserted</source>
        <translation>有卡</translation>
    </message>
    <message>
        <source>card does not answer</source>
        <translation>卡无反应</translation>
    </message>
    <message>
        <source>no card</source>
        <translation>无卡</translation>
    </message>
    <message>
        <source>cover open</source>
        <translation>盖子打开</translation>
    </message>
    <message>
        <source>cover closed</source>
        <translation>盖子已关</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Code scanner</source>
        <translation>扫码器</translation>
    </message>
    <message>
        <source>Cabinet</source>
        <translation>机柜</translation>
    </message>
    <message>
        <source>Power supply</source>
        <translation>不间断电源</translation>
    </message>
    <message>
        <source>Holder check</source>
        <translation>持卡人核验</translation>
    </message>
    <message>
        <source>door open</source>
        <translation>维护门开着</translation>
    </message>
    <message>
        <source>door closed</source>
        <translation>维护门已关</translation>
    </message>
    <message>
        <source>on mains</source>
        <translation>市电供电</translation>
    </message>
    <message>
        <source>on battery</source>
        <translation>电池供电</translation>
    </message>
    <message>
        <source>battery nearly empty</source>
        <translation>电池快没电</translation>
    </message>
    <message>
        <source>%1 min of battery</source>
        <translation>电池可用 %1 分钟</translation>
    </message>
    <message>
        <source>battery to be replaced</source>
        <translation>需更换电池</translation>
    </message>
    <message>
        <source>somebody is there</source>
        <translation>有人</translation>
    </message>
    <message>
        <source>nobody is there</source>
        <translation>无人</translation>
    </message>
    <message>
        <source>headphones plugged in</source>
        <translation>已插入耳机</translation>
    </message>
    <message>
        <source>keypad not connected</source>
        <translation>按键盘未连接</translation>
    </message>
    <message>
        <source>Another device than before is plugged in here.</source>
        <translation>这里接入的不是原来的设备。</translation>
    </message>
    <message>
        <source>It is the right one</source>
        <translation>确认无误</translation>
    </message>
    <message>
        <source>Put back into use</source>
        <translation>恢复使用</translation>
    </message>
    <message>
        <source>Take out of use</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>about %1 m of paper left</source>
        <translation>约剩 %1 米纸</translation>
    </message>
    <message>
        <source>a receipt was left in the mouth</source>
        <translation>出口有未取走的回执</translation>
    </message>
    <message>
        <source>a receipt was drawn in</source>
        <translation>有一张回执已收回</translation>
    </message>
    <message>
        <source>codes read: %1</source>
        <translation>扫码 %1 次</translation>
    </message>
    <message>
        <source>cards read: %1</source>
        <translation>读卡 %1 次</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>失败 %1 次</translation>
    </message>
    <message>
        <source>printed: %1</source>
        <translation>打印 %1 张</translation>
    </message>
    <message>
        <source>paper: %1 m</source>
        <translation>用纸 %1 米</translation>
    </message>
    <message>
        <source>pictures: %1</source>
        <translation>拍照 %1 张</translation>
    </message>
    <message>
        <source>Photo component not installed: visitors see a silhouette instead of the photo on their ID card.</source>
        <translation>未安装照片解码组件：办事人看到的是人像轮廓，不是身份证照片。</translation>
    </message>
    <message>
        <source>faults: %1</source>
        <translation>故障 %1 次</translation>
    </message>
    <message>
        <source>A4 printer</source>
        <translation>A4 打印机</translation>
    </message>
    <message>
        <source>it also says: %1</source>
        <translation>打印机另报：%1</translation>
    </message>
    <message>
        <source>toner nearly used up</source>
        <translation>墨粉不足</translation>
    </message>
    <message>
        <source>no toner or ink</source>
        <translation>墨粉或墨水用尽</translation>
    </message>
    <message>
        <source>paper stuck</source>
        <translation>卡纸</translation>
    </message>
    <message>
        <source>full of printed sheets</source>
        <translation>出纸盘已满</translation>
    </message>
</context>
<context>
    <name>DockCabinet</name>
    <message>
        <source>card slot</source>
        <translation>插卡口</translation>
    </message>
    <message>
        <source>identity card plate</source>
        <translation>身份证感应区</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>高拍仪</translation>
    </message>
    <message>
        <source>printer</source>
        <translation>出票口</translation>
    </message>
    <message>
        <source>scanner</source>
        <translation>扫码口</translation>
    </message>
    <message>
        <source>flashing</source>
        <translation>闪烁</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Lights: %1</source>
        <translation>指示灯：%1</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>维护门</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>供电</translation>
    </message>
    <message>
        <source>Mains</source>
        <translation>市电</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>电池</translation>
    </message>
    <message>
        <source>Battery low</source>
        <translation>电池快没电</translation>
    </message>
    <message>
        <source>Presence</source>
        <translation>有无人</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>有人</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>无人</translation>
    </message>
    <message>
        <source>Headphones</source>
        <translation>耳机</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>拔出</translation>
    </message>
    <message>
        <source>In</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>求助</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>按键 %1</translation>
    </message>
    <message>
        <source>Keypad</source>
        <translation>小键盘</translation>
    </message>
</context>
<context>
    <name>DockDevice</name>
    <message>
        <source>Heal</source>
        <translation>恢复</translation>
    </message>
</context>
<context>
    <name>DockGallery</name>
    <message>
        <source>Nothing is in</source>
        <translation>没有放入</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>工作人员</translation>
    </message>
    <message>
        <source>Trouble</source>
        <translation>异常</translation>
    </message>
</context>
<context>
    <name>DockMachine</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>连通</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>+30 s</source>
        <translation>+30 秒</translation>
    </message>
    <message>
        <source>+90 s</source>
        <translation>+90 秒</translation>
    </message>
    <message>
        <source>+10 min</source>
        <translation>+10 分钟</translation>
    </message>
    <message>
        <source>Clock %1</source>
        <translation>时钟 %1</translation>
    </message>
    <message>
        <source>USB stick</source>
        <translation>U盘</translation>
    </message>
    <message>
        <source>Taken out</source>
        <translation>已拔出</translation>
    </message>
    <message>
        <source>Put in</source>
        <translation>已插入</translation>
    </message>
</context>
<context>
    <name>DockNow</name>
    <message>
        <source>No kiosk answers</source>
        <translation>没有终端应答</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>社保卡</translation>
    </message>
    <message>
        <source>ID card</source>
        <translation>身份证</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>高拍仪</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Page %1</source>
        <translation>页面 %1</translation>
    </message>
    <message>
        <source>Queue: %1 cases, %2 pages, %3 set aside</source>
        <translation>待发送：%1 件业务，%2 页材料，%3 件搁置</translation>
    </message>
    <message>
        <source>Visit %1</source>
        <translation>第 %1 次办理</translation>
    </message>
    <message>
        <source>not registered with a centre</source>
        <translation>尚未在中心登记</translation>
    </message>
    <message>
        <source>centre reachable</source>
        <translation>中心已连通</translation>
    </message>
    <message>
        <source>centre not reachable</source>
        <translation>中心未连通</translation>
    </message>
    <message>
        <source>out of service</source>
        <translation>暂停服务</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>扫码器</translation>
    </message>
</context>
<context>
    <name>DockPagePrinter</name>
    <message>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>充足</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>不足</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>用尽</translation>
    </message>
    <message>
        <source>Toner</source>
        <translation>墨粉</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>满</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>盖板</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Paper path</source>
        <translation>走纸</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>通畅</translation>
    </message>
    <message>
        <source>Jammed</source>
        <translation>卡纸</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出纸盘</translation>
    </message>
</context>
<context>
    <name>DockPaper</name>
    <message>
        <source>Paper %1, %2</source>
        <translation>第 %1 张回执，%2</translation>
    </message>
    <message>
        <source>No paper has come out yet.</source>
        <translation>还没有出纸。</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>查看%1</translation>
    </message>
</context>
<context>
    <name>DockPrinter</name>
    <message>
        <source>Paper</source>
        <translation>纸卷</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>充足</translation>
    </message>
    <message>
        <source>Near end</source>
        <translation>快用完</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>缺纸</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>上盖</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>关好</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Paper path</source>
        <translation>走纸</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>通畅</translation>
    </message>
    <message>
        <source>Jammed</source>
        <translation>卡纸</translation>
    </message>
    <message>
        <source>Cutter</source>
        <translation>切刀</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Stuck</source>
        <translation>卡住</translation>
    </message>
</context>
<context>
    <name>DockProblem</name>
    <message>
        <source>No kiosk answered.</source>
        <translation>没有终端应答。</translation>
    </message>
</context>
<context>
    <name>DockRoot</name>
    <message>
        <source>HallKiosk dev dock</source>
        <translation>就业大厅终端演示台</translation>
    </message>
    <message>
        <source>No card is in</source>
        <translation>没有插卡</translation>
    </message>
    <message>
        <source>Take the card out</source>
        <translation>取出社保卡</translation>
    </message>
    <message>
        <source>Insert card: %1</source>
        <translation>插入社保卡：%1</translation>
    </message>
    <message>
        <source>No identity card lies here</source>
        <translation>没有放身份证</translation>
    </message>
    <message>
        <source>Lift the identity card</source>
        <translation>拿起身份证</translation>
    </message>
    <message>
        <source>Place identity card: %1</source>
        <translation>放上身份证：%1</translation>
    </message>
    <message>
        <source>Nothing lies under the camera</source>
        <translation>高拍仪下没有材料</translation>
    </message>
    <message>
        <source>Clear the plate</source>
        <translation>清空台面</translation>
    </message>
    <message>
        <source>Lay under the camera: %1</source>
        <translation>放到高拍仪下：%1</translation>
    </message>
    <message>
        <source>A card is in</source>
        <translation>有卡插入</translation>
    </message>
    <message>
        <source>An identity card lies here</source>
        <translation>放着身份证</translation>
    </message>
    <message>
        <source>Codes to hold before it</source>
        <translation>可出示的码</translation>
    </message>
    <message>
        <source>Hold before the scanner: %1</source>
        <translation>对准扫码器：%1</translation>
    </message>
</context>
<context>
    <name>DockScenarios</name>
    <message>
        <source>No scenario is playing</source>
        <translation>没有在演示</translation>
    </message>
    <message>
        <source>Playing: step %1 of %2</source>
        <translation>演示中：第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>Ended early: %1</source>
        <translation>提前结束：%1</translation>
    </message>
    <message>
        <source>Played to its end</source>
        <translation>已演示完</translation>
    </message>
    <message>
        <source>Scenarios</source>
        <translation>情景</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the scenario</source>
        <translation>停止情景演示</translation>
    </message>
    <message>
        <source>Play: %1</source>
        <translation>演示：%1</translation>
    </message>
</context>
<context>
    <name>DockWords</name>
    <message>
        <source>Social security card reader</source>
        <translation>社会保障卡读卡器</translation>
    </message>
    <message>
        <source>Identity card reader</source>
        <translation>身份证读卡器</translation>
    </message>
    <message>
        <source>Document camera</source>
        <translation>高拍仪</translation>
    </message>
    <message>
        <source>Receipt printer</source>
        <translation>回执打印机</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Needs a hand</source>
        <translation>需要处理</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>被占用</translation>
    </message>
    <message>
        <source>Not fitted</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>Hung</source>
        <translation>没有响应</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>Unplug</source>
        <translation>拔线</translation>
    </message>
    <message>
        <source>Stall</source>
        <translation>不应答</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>变慢</translation>
    </message>
    <message>
        <source>Garbage</source>
        <translation>乱码</translation>
    </message>
    <message>
        <source>Short write</source>
        <translation>只收一半</translation>
    </message>
    <message>
        <source>Stale status</source>
        <translation>状态不更新</translation>
    </message>
    <message>
        <source>Hang</source>
        <translation>卡死</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>停住</translation>
    </message>
    <message>
        <source>Card service gone</source>
        <translation>读卡服务停止</translation>
    </message>
    <message>
        <source>Used by another</source>
        <translation>被其他程序占用</translation>
    </message>
    <message>
        <source>Lamp off</source>
        <translation>灯灭</translation>
    </message>
    <message>
        <source>Blank picture</source>
        <translation>空白画面</translation>
    </message>
    <message>
        <source>Waiting for a visitor</source>
        <translation>等待办事人</translation>
    </message>
    <message>
        <source>Asks for the card</source>
        <translation>请插卡</translation>
    </message>
    <message>
        <source>Reads the card</source>
        <translation>正在读卡</translation>
    </message>
    <message>
        <source>Asks for consent</source>
        <translation>征求同意</translation>
    </message>
    <message>
        <source>Consent was refused</source>
        <translation>未同意</translation>
    </message>
    <message>
        <source>Choice of a service</source>
        <translation>选择业务</translation>
    </message>
    <message>
        <source>Introduces the service</source>
        <translation>业务说明</translation>
    </message>
    <message>
        <source>Form page</source>
        <translation>填写表单</translation>
    </message>
    <message>
        <source>Takes pictures of papers</source>
        <translation>拍摄材料</translation>
    </message>
    <message>
        <source>All answers once more</source>
        <translation>核对全部内容</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Saves the case</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>已提交</translation>
    </message>
    <message>
        <source>Answers a query</source>
        <translation>查询结果</translation>
    </message>
    <message>
        <source>Waits for the card to be taken</source>
        <translation>等待取卡</translation>
    </message>
    <message>
        <source>The visit has ended</source>
        <translation>办理结束</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>暂停服务</translation>
    </message>
    <message>
        <source>Asks for the staff PIN</source>
        <translation>请输入工作人员密码</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>维护</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Waits for the staff card to be taken</source>
        <translation>等待取走工作人员卡</translation>
    </message>
    <message>
        <source>Code scanner</source>
        <translation>扫码器</translation>
    </message>
    <message>
        <source>Cabinet</source>
        <translation>机柜</translation>
    </message>
    <message>
        <source>Asks for the card&apos;s PIN</source>
        <translation>请输入社保卡密码</translation>
    </message>
    <message>
        <source>Asks for a new PIN</source>
        <translation>请设置新密码</translation>
    </message>
    <message>
        <source>Asks for the kind of travel permit</source>
        <translation>请选择通行证种类</translation>
    </message>
    <message>
        <source>Waits for the travel permit under the camera</source>
        <translation>等待放置通行证</translation>
    </message>
    <message>
        <source>Asks whether the permit was read right</source>
        <translation>请核对读取的通行证</translation>
    </message>
    <message>
        <source>Asks for the number of the permit</source>
        <translation>请输入通行证号码</translation>
    </message>
    <message>
        <source>Asks for proof of the person</source>
        <translation>确认是否本人</translation>
    </message>
    <message>
        <source>Asks for the PIN as a proof</source>
        <translation>输入密码确认本人</translation>
    </message>
    <message>
        <source>Asks for a look into the camera</source>
        <translation>人像核对</translation>
    </message>
    <message>
        <source>Staff vouch for the visitor</source>
        <translation>工作人员确认本人</translation>
    </message>
    <message>
        <source>Sends to the window</source>
        <translation>请到窗口办理</translation>
    </message>
    <message>
        <source>Asks for the number once more</source>
        <translation>请再次输入号码</translation>
    </message>
    <message>
        <source>Asks for which company</source>
        <translation>询问为哪个单位办事</translation>
    </message>
    <message>
        <source>People of a company&apos;s case</source>
        <translation>单位业务的人员名单</translation>
    </message>
    <message>
        <source>Asks for whom the visitor acts</source>
        <translation>询问替谁办理</translation>
    </message>
    <message>
        <source>Shows a case of the visitor</source>
        <translation>正在查看业务</translation>
    </message>
    <message>
        <source>Shows what can be done here</source>
        <translation>显示能办什么</translation>
    </message>
    <message>
        <source>Shows what to bring</source>
        <translation>显示要带什么</translation>
    </message>
    <message>
        <source>A promise instead of a paper</source>
        <translation>用承诺代替材料</translation>
    </message>
    <message>
        <source>Changes the PIN of the card</source>
        <translation>修改社保卡密码</translation>
    </message>
    <message>
        <source>The PIN has been changed</source>
        <translation>密码已修改</translation>
    </message>
    <message>
        <source>Asks for a table on a USB stick</source>
        <translation>等待U盘上的名单表格</translation>
    </message>
    <message>
        <source>Shows what is wrong in a table</source>
        <translation>显示名单表格中的错误</translation>
    </message>
    <message>
        <source>Shows the code of what was kept</source>
        <translation>显示已保存内容的续办码</translation>
    </message>
    <message>
        <source>Asks for the code of what was kept</source>
        <translation>请输入已保存内容的续办码</translation>
    </message>
    <message>
        <source>Looks through the pages of a paper</source>
        <translation>翻看一份材料的各页</translation>
    </message>
    <message>
        <source>Too much light</source>
        <translation>光线过强</translation>
    </message>
    <message>
        <source>A4 printer</source>
        <translation>A4 打印机</translation>
    </message>
    <message>
        <source>Gives up</source>
        <translation>中止作业</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>占用中</translation>
    </message>
    <message>
        <source>Line cut</source>
        <translation>断线</translation>
    </message>
</context>
<context>
    <name>DonePage</name>
    <message>
        <source>Your receipt is being printed.</source>
        <translation>正在打印回执。</translation>
    </message>
    <message>
        <source>Please take your receipt.</source>
        <translation>请取走您的回执。</translation>
    </message>
    <message>
        <source>Please look whether your receipt is in the paper slot.</source>
        <translation>请看看出纸口有没有您的回执。</translation>
    </message>
    <message>
        <source>The receipt could not be printed.</source>
        <translation>回执没有打印出来。</translation>
    </message>
    <message>
        <source>Your receipt is this code.</source>
        <translation>这个二维码就是您的回执。</translation>
    </message>
    <message>
        <source>Your case has been received</source>
        <translation>您的业务已经受理</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>办好了，结束</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>重新打印</translation>
    </message>
    <message>
        <source>Case number</source>
        <translation>业务编号</translation>
    </message>
    <message>
        <source>Case number %1</source>
        <translation>业务编号 %1</translation>
    </message>
    <message>
        <source>Kept safely in this machine</source>
        <translation>已安全保存在本机</translation>
    </message>
    <message>
        <source>It is sent by itself as soon as there is a connection. You need not do anything and need not come back.</source>
        <translation>网络恢复后会自动发送。您不用做任何事，也不用再跑一趟。</translation>
    </message>
    <message>
        <source>What happens next</source>
        <translation>接下来</translation>
    </message>
    <message>
        <source>Take your card and your documents with you.</source>
        <translation>请带走您的卡片和材料。</translation>
    </message>
    <message>
        <source>Receipt as a code</source>
        <translation>回执二维码</translation>
    </message>
    <message>
        <source>Receipt for your phone</source>
        <translation>手机回执</translation>
    </message>
    <message>
        <source>The centre has it</source>
        <translation>中心已收到</translation>
    </message>
    <message>
        <source>On its way to the centre</source>
        <translation>正在送往中心</translation>
    </message>
    <message>
        <source>The centre has received your case and confirmed it.</source>
        <translation>中心已收到您的业务并确认。</translation>
    </message>
    <message>
        <source>Your case is safe. It is being sent now; you need not wait.</source>
        <translation>您的业务已安全保存，正在发送，不用等。</translation>
    </message>
    <message>
        <source>Scan this code to keep your case number. With it you can ask how far your case has got.</source>
        <translation>用手机扫码保存业务编号，凭编号可以查询办理进度。</translation>
    </message>
    <message>
        <source>Your case has been submitted</source>
        <translation>已提交成功</translation>
    </message>
    <message>
        <source>Your case is safe in this machine</source>
        <translation>已安全保存在本机，联网后自动报送</translation>
    </message>
    <message>
        <source>The code on this page is just as good; your case is not affected. If you want it on paper, please tell the staff and touch &quot;Print again&quot; afterwards.</source>
        <translation>本页的二维码同样有效，不影响您的业务。如需纸质回执，请告诉工作人员，处理后触摸“重新打印”。</translation>
    </message>
    <message>
        <source>You have taken the case back</source>
        <translation>已提交撤回</translation>
    </message>
    <message>
        <source>What was missing has been handed in</source>
        <translation>补充内容已提交</translation>
    </message>
    <message>
        <source>Do something else</source>
        <translation>办理其他业务</translation>
    </message>
    <message>
        <source>This may be useful next</source>
        <translation>接下来您可能需要</translation>
    </message>
    <message>
        <source>Case numbers</source>
        <translation>业务编号</translation>
    </message>
    <message>
        <source>%1: case number %2</source>
        <translation>%1：业务编号%2</translation>
    </message>
</context>
<context>
    <name>DraftCodePage</name>
    <message>
        <source>The code has eight digits. Please go on typing.</source>
        <translation>续办码是八位数字，请继续输入。</translation>
    </message>
    <message>
        <source>Nothing is kept under this code. Please compare it; after five wrong codes what you kept is removed.</source>
        <translation>没有找到这个续办码对应的内容，请核对；输错五次后，保存的内容会被清除。</translation>
    </message>
    <message>
        <source>This cannot be gone on with at this machine. Please begin the service anew.</source>
        <translation>这台终端不能继续办理该业务，请重新开始办理。</translation>
    </message>
    <message>
        <source>The centre did not answer. Please try again in a moment.</source>
        <translation>中心没有应答，请稍后再试。</translation>
    </message>
    <message>
        <source>Go on with what you kept</source>
        <translation>继续办理已保存的内容</translation>
    </message>
    <message>
        <source>Type the code that was shown to you.</source>
        <translation>请输入保存时显示的续办码。</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Entered: %1</source>
        <translation>已输入：%1</translation>
    </message>
    <message>
        <source>Nothing entered yet</source>
        <translation>还没有输入</translation>
    </message>
    <message>
        <source>%1 of %2 digits</source>
        <translation>已输入%1位，共%2位</translation>
    </message>
    <message>
        <source>Keys for the code</source>
        <translation>续办码键盘</translation>
    </message>
</context>
<context>
    <name>DraftKeptPage</name>
    <message>
        <source>What you entered is kept until midnight</source>
        <translation>您填写的内容已保存到今晚24点</translation>
    </message>
    <message>
        <source>It could not be kept</source>
        <translation>没能保存</translation>
    </message>
    <message>
        <source>Go on at any of these machines, today.</source>
        <translation>今天可在任意一台自助终端继续办理。</translation>
    </message>
    <message>
        <source>Go on now</source>
        <translation>现在继续办理</translation>
    </message>
    <message>
        <source>End visit</source>
        <translation>结束办理</translation>
    </message>
    <message>
        <source>The centre did not answer</source>
        <translation>中心没有应答</translation>
    </message>
    <message>
        <source>Nothing is lost: go on now, or try again in a moment. If you end your visit, what you entered is removed.</source>
        <translation>已填写的内容还在：请继续办理，或稍后再保存一次。如果现在结束，填写的内容会被清除。</translation>
    </message>
    <message>
        <source>Your code</source>
        <translation>您的续办码</translation>
    </message>
    <message>
        <source>Your code: %1</source>
        <translation>您的续办码：%1</translation>
    </message>
    <message>
        <source>Write the code down or take a photo of it</source>
        <translation>请抄下或拍下续办码</translation>
    </message>
    <message>
        <source>Nobody can tell it to you again. After five wrong codes, and at midnight, what you entered is removed.</source>
        <translation>续办码不会再次显示，工作人员也查不到。输错五次或过了今晚24点，填写的内容会被清除。</translation>
    </message>
    <message>
        <source>Sign in with the same document.</source>
        <translation>用同一张证件登录。</translation>
    </message>
    <message>
        <source>Touch &quot;Go on with what you kept&quot; and type the code.</source>
        <translation>点“继续办理已保存的内容”，输入续办码。</translation>
    </message>
    <message>
        <source>Papers are laid under the camera again; nothing has been submitted yet.</source>
        <translation>材料需要重新拍摄；目前还没有提交。</translation>
    </message>
</context>
<context>
    <name>EdgeBar</name>
    <message>
        <source>The width of an edge cannot be told yet</source>
        <translation>暂时测不出边缘宽度</translation>
    </message>
    <message>
        <source>Width of an edge: %1 px, good (at most %2 px)</source>
        <translation>边缘宽度：%1 像素，合格（最多 %2 像素）</translation>
    </message>
    <message>
        <source>Width of an edge: %1 px, not good yet (at most %2 px)</source>
        <translation>边缘宽度：%1 像素，还不合格（最多 %2 像素）</translation>
    </message>
</context>
<context>
    <name>EndedPage</name>
    <message>
        <source>Your visit has ended</source>
        <translation>本次办理已结束</translation>
    </message>
    <message>
        <source>Your data has been removed from this screen</source>
        <translation>已清除您的信息</translation>
    </message>
    <message>
        <source>Thank you, and all the best. Please check that you have your card and your documents.</source>
        <translation>感谢使用，祝您顺利。请检查卡片和材料是否都已带好。</translation>
    </message>
</context>
<context>
    <name>ErrorSummary</name>
    <message>
        <source>Please put this right</source>
        <translation>请改正以下内容</translation>
    </message>
</context>
<context>
    <name>FaultTexts</name>
    <message>
        <source>The card does not answer.</source>
        <translation>卡片没有反应。</translation>
    </message>
    <message>
        <source>This is not a social security card.</source>
        <translation>这不是社会保障卡。</translation>
    </message>
    <message>
        <source>The card was taken out too early.</source>
        <translation>卡片取出得太早。</translation>
    </message>
    <message>
        <source>This card can only be read at a service window.</source>
        <translation>此卡需要在人工窗口读取。</translation>
    </message>
    <message>
        <source>The card is no longer valid.</source>
        <translation>卡片已过有效期。</translation>
    </message>
    <message>
        <source>The card is blocked.</source>
        <translation>卡片已被锁定。</translation>
    </message>
    <message>
        <source>The card could not be read completely.</source>
        <translation>卡片内容没有读完整。</translation>
    </message>
    <message>
        <source>The machine does not know this kind of card.</source>
        <translation>机器不认识这种卡片。</translation>
    </message>
    <message>
        <source>The card did not pass the check.</source>
        <translation>卡片没有通过核验。</translation>
    </message>
    <message>
        <source>The PIN is not right.</source>
        <translation>密码不正确。</translation>
    </message>
    <message>
        <source>The PIN was wrong twice. It cannot be tried again in this visit.</source>
        <translation>密码已两次输错，本次办理不能再试。</translation>
    </message>
    <message>
        <source>A device is not connected.</source>
        <translation>设备没有接好。</translation>
    </message>
    <message>
        <source>The device is still at work.</source>
        <translation>设备正在工作。</translation>
    </message>
    <message>
        <source>The device took too long.</source>
        <translation>设备响应太慢。</translation>
    </message>
    <message>
        <source>The device gave an answer that makes no sense.</source>
        <translation>设备返回的内容有误。</translation>
    </message>
    <message>
        <source>The device has stopped working.</source>
        <translation>设备停止了工作。</translation>
    </message>
    <message>
        <source>This was stopped.</source>
        <translation>操作已停止。</translation>
    </message>
    <message>
        <source>Too much is waiting for this device.</source>
        <translation>等待这台设备的任务太多。</translation>
    </message>
    <message>
        <source>The device is getting ready.</source>
        <translation>设备正在准备。</translation>
    </message>
    <message>
        <source>This machine does not have this device.</source>
        <translation>本机没有安装这种设备。</translation>
    </message>
    <message>
        <source>The program of the device has failed.</source>
        <translation>设备程序出错。</translation>
    </message>
    <message>
        <source>The card service of the machine is not running.</source>
        <translation>机器的读卡服务没有运行。</translation>
    </message>
    <message>
        <source>Another program is using the device.</source>
        <translation>另一个程序正在占用设备。</translation>
    </message>
    <message>
        <source>The machine is not allowed to use the device.</source>
        <translation>机器没有使用该设备的权限。</translation>
    </message>
    <message>
        <source>The printer has no paper.</source>
        <translation>打印机没有纸了。</translation>
    </message>
    <message>
        <source>The paper roll is nearly used up.</source>
        <translation>打印纸快用完了。</translation>
    </message>
    <message>
        <source>Paper is stuck in the printer.</source>
        <translation>打印机卡纸。</translation>
    </message>
    <message>
        <source>The printer cover is open.</source>
        <translation>打印机盖子没有关好。</translation>
    </message>
    <message>
        <source>The paper cutter is stuck.</source>
        <translation>切纸刀卡住了。</translation>
    </message>
    <message>
        <source>The printer is too warm and is cooling down.</source>
        <translation>打印机温度过高，正在冷却。</translation>
    </message>
    <message>
        <source>The printer has failed.</source>
        <translation>打印机出了故障。</translation>
    </message>
    <message>
        <source>It is not certain that the receipt was printed.</source>
        <translation>不能确定回执是否已经打印。</translation>
    </message>
    <message>
        <source>The camera gives no picture.</source>
        <translation>摄像头没有画面。</translation>
    </message>
    <message>
        <source>The picture of the camera is dark.</source>
        <translation>摄像头画面太暗。</translation>
    </message>
    <message>
        <source>The picture of the camera has stopped.</source>
        <translation>摄像头画面停住了。</translation>
    </message>
    <message>
        <source>No page can be seen.</source>
        <translation>没有看到材料。</translation>
    </message>
    <message>
        <source>The page is not sharp.</source>
        <translation>画面不清晰。</translation>
    </message>
    <message>
        <source>Light is reflected on the page.</source>
        <translation>材料上有反光。</translation>
    </message>
    <message>
        <source>Part of the page is outside the picture.</source>
        <translation>材料有一部分在画面外。</translation>
    </message>
    <message>
        <source>Something covers the page.</source>
        <translation>材料被挡住了。</translation>
    </message>
    <message>
        <source>It is too dark to read the page.</source>
        <translation>光线太暗，看不清材料。</translation>
    </message>
    <message>
        <source>The page is too small or too far away.</source>
        <translation>材料太小或离得太远。</translation>
    </message>
    <message>
        <source>The picture cannot be used.</source>
        <translation>这张图片不能使用。</translation>
    </message>
    <message>
        <source>There is no connection to the centre.</source>
        <translation>暂时连不上中心。</translation>
    </message>
    <message>
        <source>The centre took too long to answer.</source>
        <translation>中心响应太慢。</translation>
    </message>
    <message>
        <source>The centre did not accept this.</source>
        <translation>中心没有受理。</translation>
    </message>
    <message>
        <source>The centre has no such record.</source>
        <translation>中心没有查到记录。</translation>
    </message>
    <message>
        <source>The centre gave an answer that makes no sense.</source>
        <translation>中心返回的内容有误。</translation>
    </message>
    <message>
        <source>This machine is not registered with the centre yet.</source>
        <translation>本机还没有在中心登记。</translation>
    </message>
    <message>
        <source>The centre no longer accepts this machine.</source>
        <translation>中心已停用本机。</translation>
    </message>
    <message>
        <source>The registration code is not right.</source>
        <translation>登记码不正确。</translation>
    </message>
    <message>
        <source>The memory of the machine is full.</source>
        <translation>机器的存储空间已满。</translation>
    </message>
    <message>
        <source>Another program is using the records of this machine.</source>
        <translation>另一个程序正在使用本机的记录。</translation>
    </message>
    <message>
        <source>The records were written by a newer program.</source>
        <translation>记录由更新版本的程序写入。</translation>
    </message>
    <message>
        <source>The records of this machine are damaged.</source>
        <translation>本机的记录已损坏。</translation>
    </message>
    <message>
        <source>The machine could not save the record.</source>
        <translation>机器没能保存记录。</translation>
    </message>
    <message>
        <source>There is no such record.</source>
        <translation>没有这条记录。</translation>
    </message>
    <message>
        <source>This has already been saved.</source>
        <translation>这条记录已经保存过。</translation>
    </message>
    <message>
        <source>A file cannot be read.</source>
        <translation>文件无法读取。</translation>
    </message>
    <message>
        <source>A file is not as it should be.</source>
        <translation>文件内容不符合要求。</translation>
    </message>
    <message>
        <source>A rule is not written correctly.</source>
        <translation>规则的写法有误。</translation>
    </message>
    <message>
        <source>A rule compares things that do not match.</source>
        <translation>规则比较的数据类型不一致。</translation>
    </message>
    <message>
        <source>A sealed record was changed on its way.</source>
        <translation>加密记录在传送中被改动。</translation>
    </message>
    <message>
        <source>A signature does not match.</source>
        <translation>签名不符。</translation>
    </message>
    <message>
        <source>A message is not as it should be.</source>
        <translation>消息内容不符合要求。</translation>
    </message>
    <message>
        <source>A key of this machine is missing.</source>
        <translation>本机缺少密钥。</translation>
    </message>
    <message>
        <source>This card is not on the staff list.</source>
        <translation>这张卡不在工作人员名单中。</translation>
    </message>
    <message>
        <source>The staff PIN is not right.</source>
        <translation>工作人员密码不正确。</translation>
    </message>
    <message>
        <source>Staff sign-in is locked for a while after wrong tries.</source>
        <translation>密码多次输错，工作人员登录暂时锁定。</translation>
    </message>
    <message>
        <source>The permission of this staff card has ended.</source>
        <translation>这张工作人员卡的权限已到期。</translation>
    </message>
    <message>
        <source>The machine was asked for something it does not know.</source>
        <translation>机器收到了无法识别的请求。</translation>
    </message>
    <message>
        <source>This is not allowed here.</source>
        <translation>此处不允许这样操作。</translation>
    </message>
    <message>
        <source>Something went wrong in the machine.</source>
        <translation>机器内部出错。</translation>
    </message>
    <message>
        <source>You can go on.</source>
        <translation>您可以继续。</translation>
    </message>
    <message>
        <source>Please wait a moment. The machine puts this right by itself.</source>
        <translation>请稍等，机器会自动恢复。</translation>
    </message>
    <message>
        <source>Please tell a member of staff. What you have entered is kept.</source>
        <translation>请告诉工作人员。您填写的内容不会丢失。</translation>
    </message>
    <message>
        <source>Nothing needs to be done.</source>
        <translation>无需处理。</translation>
    </message>
    <message>
        <source>Nothing needs to be done: this heals by itself within a minute.</source>
        <translation>无需处理：一分钟内会自动恢复。</translation>
    </message>
    <message>
        <source>Check that the cable of the device is plugged in at both ends.</source>
        <translation>请检查设备两端的连接线是否插好。</translation>
    </message>
    <message>
        <source>Switch on the lamp of the tray and remove whatever keeps out the light.</source>
        <translation>请打开台面灯，移开遮光的东西。</translation>
    </message>
    <message>
        <source>Open the printer, put in a new roll as the picture in the cover shows, then close it.</source>
        <translation>请打开打印机，按盖内图示装入新纸卷，再关好盖子。</translation>
    </message>
    <message>
        <source>Open the printer, pull out the stuck paper towards you, close the cover.</source>
        <translation>请打开打印机，向外取出卡住的纸，再关好盖子。</translation>
    </message>
    <message>
        <source>Press the printer cover down until it clicks.</source>
        <translation>请把打印机盖子按下，直到听见咔哒声。</translation>
    </message>
    <message>
        <source>Serve visitors at the window and call the technician.</source>
        <translation>请先在窗口为群众办理，并联系技术人员。</translation>
    </message>
    <message>
        <source>Use your own staff card.</source>
        <translation>请使用您本人的工作人员卡。</translation>
    </message>
    <message>
        <source>Enter it once more.</source>
        <translation>请重新输入。</translation>
    </message>
    <message>
        <source>Wait until the time shown has passed.</source>
        <translation>请等到显示的时间结束。</translation>
    </message>
    <message>
        <source>Call the technician.</source>
        <translation>请联系技术人员。</translation>
    </message>
    <message>
        <source>Please try once more.</source>
        <translation>请再试一次。</translation>
    </message>
    <message>
        <source>Put the card in again and leave it until the screen says so.</source>
        <translation>请重新放入卡片，等屏幕提示后再取出。</translation>
    </message>
    <message>
        <source>Turn the card round: the chip first and facing up.</source>
        <translation>请把卡片换个方向：芯片朝上，先插芯片一端。</translation>
    </message>
    <message>
        <source>Please use another card, or go to the service window.</source>
        <translation>请换一张卡，或到服务窗口办理。</translation>
    </message>
    <message>
        <source>Please go to the service window with your card.</source>
        <translation>请带上卡片到服务窗口办理。</translation>
    </message>
    <message>
        <source>Please look whether a receipt lies in the paper slot. Your case is saved either way.</source>
        <translation>请看看出纸口有没有回执。您的业务已经保存。</translation>
    </message>
    <message>
        <source>Lay the page flat in the middle of the tray.</source>
        <translation>请把材料平放在台面中间。</translation>
    </message>
    <message>
        <source>Move the page a little until all of it can be seen clearly, to its four corners.</source>
        <translation>请稍微移动材料，让整页看得清楚、四个角都露出来。</translation>
    </message>
    <message>
        <source>Take your hands away and let the page lie still.</source>
        <translation>请把手移开，让材料保持不动。</translation>
    </message>
    <message>
        <source>Restart the program; if it comes back, restart the machine.</source>
        <translation>请重启程序；如再次出现，请重启机器。</translation>
    </message>
    <message>
        <source>Stop the other program that uses this machine&apos;s records or devices.</source>
        <translation>请停止占用本机记录或设备的其他程序。</translation>
    </message>
    <message>
        <source>Install the current version of the program.</source>
        <translation>请安装最新版本的程序。</translation>
    </message>
    <message>
        <source>Register this machine with the centre again.</source>
        <translation>请在中心重新登记本机。</translation>
    </message>
    <message>
        <source>Read the technician&apos;s log of the machine.</source>
        <translation>请查看本机的技术日志。</translation>
    </message>
    <message>
        <source>The number on this card cannot be right, so nothing can be applied for with it here.</source>
        <translation>卡上的证件号码有误，不能在本机办理。</translation>
    </message>
    <message>
        <source>The device does not work, and starting it anew did not help.</source>
        <translation>设备不能工作，重新启动也没有用。</translation>
    </message>
    <message>
        <source>The staff have taken this device out of use.</source>
        <translation>工作人员已停用此设备。</translation>
    </message>
    <message>
        <source>This code cannot be read here.</source>
        <translation>这个码在这里读不出来。</translation>
    </message>
    <message>
        <source>The centre does not know this code, or it is no longer valid.</source>
        <translation>中心不认识这个码，或者它已经失效。</translation>
    </message>
    <message>
        <source>An electronic card can only be checked over the network, and there is no connection now.</source>
        <translation>电子卡须联网核验，现在网络不通。</translation>
    </message>
    <message>
        <source>Refresh the electronic card on your phone and show it again.</source>
        <translation>请刷新手机上的电子卡后重新出示。</translation>
    </message>
    <message>
        <source>Please use your social security card or your resident ID card instead.</source>
        <translation>请改用实体社保卡或居民身份证。</translation>
    </message>
    <message>
        <source>The PIN is locked after too many wrong tries. A social security card window or a branch of the card&apos;s bank can unlock it.</source>
        <translation>密码输错次数过多，已被锁定。可到社保卡服务窗口或发卡银行网点解锁。</translation>
    </message>
    <message>
        <source>Without its PIN this card stays closed. To try again, take it out and put it in once more.</source>
        <translation>没有输入密码，这张卡不能读取。要重试，请取出卡片后重新插入。</translation>
    </message>
    <message>
        <source>The card still has the PIN it was handed out with, so it signs nobody in.</source>
        <translation>这张卡仍在使用初始密码，不能用它登录。</translation>
    </message>
    <message>
        <source>Cards are handed out with this PIN. Please choose another one.</source>
        <translation>这是发卡时的初始密码，请换一个密码。</translation>
    </message>
    <message>
        <source>The two entries are not the same.</source>
        <translation>两次输入不一致。</translation>
    </message>
    <message>
        <source>This card can only be read over the network, and there is no connection now.</source>
        <translation>这张卡要联网才能读取，现在没有网络。</translation>
    </message>
    <message>
        <source>Another device is plugged in than the one this machine was set up with.</source>
        <translation>接入的设备不是本机配置的那一台。</translation>
    </message>
    <message>
        <source>The maintenance door of this machine is open.</source>
        <translation>本机的维护门开着。</translation>
    </message>
    <message>
        <source>The power has failed; the machine runs on its battery.</source>
        <translation>市电已断，本机正在用电池供电。</translation>
    </message>
    <message>
        <source>The battery is nearly empty.</source>
        <translation>电池快没电了。</translation>
    </message>
    <message>
        <source>The maker&apos;s program for this device has stopped.</source>
        <translation>设备厂商的程序已停止。</translation>
    </message>
    <message>
        <source>The maker&apos;s program for this device is missing or does not fit.</source>
        <translation>设备厂商的程序没有安装或不匹配。</translation>
    </message>
    <message>
        <source>Close the maintenance door and lock it.</source>
        <translation>请关上维护门并锁好。</translation>
    </message>
    <message>
        <source>Check the mains plug and the fuse. The program ends by itself before the battery is empty.</source>
        <translation>请检查电源插头和保险。电池耗尽之前，程序会自行正常退出。</translation>
    </message>
    <message>
        <source>Put the device back into use on this page when it may be used again.</source>
        <translation>设备可以使用时，请在本页恢复使用。</translation>
    </message>
    <message>
        <source>Fit what the configuration names, or change the configuration.</source>
        <translation>请接入配置中指定的设备，或修改配置。</translation>
    </message>
    <message>
        <source>The picture of the camera is washed out.</source>
        <translation>摄像头画面过亮，看不清内容。</translation>
    </message>
    <message>
        <source>Take your hands out of the picture.</source>
        <translation>请把手移出画面。</translation>
    </message>
    <message>
        <source>More than one paper lies there. Leave one and take the others away.</source>
        <translation>台面上有不止一份材料，请只留一份，拿走其余的。</translation>
    </message>
    <message>
        <source>This paper has another size than the one that is needed. Is it the right one?</source>
        <translation>这份材料的大小与所需的不同，请看看是不是拿错了。</translation>
    </message>
    <message>
        <source>One end of the sheet and both of its long sides must be in the picture. The rest goes on beyond one side.</source>
        <translation>画面里要看到纸的一头和两条长边，其余部分从一侧伸出画面。</translation>
    </message>
    <message>
        <source>That is the same half again. Lay the other half on the tray.</source>
        <translation>这还是同一半。请把另一半放到台面上。</translation>
    </message>
    <message>
        <source>Too little of the sheet&apos;s middle is in both pictures. Lay more of this half on the tray.</source>
        <translation>两张画面的中间重叠太少。请把这一半多放一些到台面上。</translation>
    </message>
    <message>
        <source>The two halves do not fit together. Is it the same sheet, and does it lie flat?</source>
        <translation>两半拼不到一起。是同一张纸吗？放平了吗？</translation>
    </message>
    <message>
        <source>The A4 printer has no paper.</source>
        <translation>A4 打印机缺纸。</translation>
    </message>
    <message>
        <source>The A4 printer has no toner or ink.</source>
        <translation>A4 打印机墨粉或墨水用尽。</translation>
    </message>
    <message>
        <source>The A4 printer has no room for another sheet.</source>
        <translation>A4 打印机出纸盘已满。</translation>
    </message>
    <message>
        <source>The A4 printer has stopped.</source>
        <translation>A4 打印机已停止。</translation>
    </message>
    <message>
        <source>The A4 printer did not print this.</source>
        <translation>A4 打印机没有打印这份文件。</translation>
    </message>
    <message>
        <source>The A4 printer does not take PDF files.</source>
        <translation>A4 打印机不支持 PDF 文件。</translation>
    </message>
    <message>
        <source>The A4 printer says that it has no paper of this size.</source>
        <translation>A4 打印机不支持 A4 纸。</translation>
    </message>
    <message>
        <source>It is not certain that the sheet was printed.</source>
        <translation>不能确定这一页是否已经打印。</translation>
    </message>
    <message>
        <source>Put A4 paper into the tray of the A4 printer. It goes on by itself.</source>
        <translation>请在 A4 打印机的纸盒中装入 A4 纸，装好后自动继续。</translation>
    </message>
    <message>
        <source>Put a new cartridge into the A4 printer.</source>
        <translation>请为 A4 打印机更换新的墨粉盒或墨盒。</translation>
    </message>
    <message>
        <source>Take the printed sheets out of the A4 printer.</source>
        <translation>请取走 A4 打印机里打好的纸。</translation>
    </message>
    <message>
        <source>See what the A4 printer&apos;s own display says, and switch it off and on if that does not help.</source>
        <translation>请查看 A4 打印机自身显示屏的提示；若仍不行，请关机后重新开机。</translation>
    </message>
    <message>
        <source>Look whether the sheet lies in the A4 printer before printing it once more.</source>
        <translation>再次打印前，请先看 A4 打印机里是否已有这一页。</translation>
    </message>
</context>
<context>
    <name>FieldBox</name>
    <message>
        <source>Year-month-day, for example 2026-03-05</source>
        <translation>年-月-日，例如 2026-03-05</translation>
    </message>
    <message>
        <source>%1 (optional)</source>
        <translation>%1（选填）</translation>
    </message>
    <message>
        <source>Year-month, for example 2026-03</source>
        <translation>年-月，例如 2026-03</translation>
    </message>
</context>
<context>
    <name>FieldHeader</name>
    <message>
        <source>from your card</source>
        <translation>来自您的卡片</translation>
    </message>
    <message>
        <source>from the centre</source>
        <translation>来自中心</translation>
    </message>
    <message>
        <source>entered by you</source>
        <translation>您填写的</translation>
    </message>
    <message>
        <source>from your permit</source>
        <translation>来自通行证</translation>
    </message>
    <message>
        <source>from the worker&apos;s card</source>
        <translation>来自员工的证件</translation>
    </message>
    <message>
        <source>read from your paper</source>
        <translation>读自您的材料</translation>
    </message>
</context>
<context>
    <name>FigureRows</name>
    <message>
        <source>good</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>not good</source>
        <translation>不合格</translation>
    </message>
</context>
<context>
    <name>FocusBars</name>
    <message>
        <source>Sharpest at focus %1</source>
        <translation>焦点 %1 处最清晰</translation>
    </message>
    <message>
        <source>Focus %1 is being set</source>
        <translation>正在设置焦点 %1</translation>
    </message>
    <message>
        <source>Focus %1: sharpness %2 %</source>
        <translation>焦点 %1：清晰度 %2%</translation>
    </message>
    <message>
        <source>Sharpness at each focus that was tried</source>
        <translation>各焦点处的清晰度</translation>
    </message>
</context>
<context>
    <name>FormField</name>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>If none of these is right, please answer here.</source>
        <translation>如果都不对，请在这里填写。</translation>
    </message>
    <message>
        <source>If it is not right, please answer here.</source>
        <translation>如果不对，请在这里填写。</translation>
    </message>
</context>
<context>
    <name>FormPage</name>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Take a table from a USB stick</source>
        <translation>从U盘读取名单表格</translation>
    </message>
</context>
<context>
    <name>GuideCasePage</name>
    <message>
        <source>day and night, where the machine can be reached</source>
        <translation>全天可办，能走到机器前就行</translation>
    </message>
    <message>
        <source>while the hall is open</source>
        <translation>大厅开放时间</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>当场办结</translation>
    </message>
    <message numerus="yes">
        <source>%n working day(s)</source>
        <translation>
            <numerusform>%n 个工作日</numerusform>
        </translation>
    </message>
    <message>
        <source>The rest, or all of it, is done there.</source>
        <translation>其余部分在窗口办，也可以全部在窗口办。</translation>
    </message>
    <message>
        <source>All of it can be done there as well.</source>
        <translation>全部手续也可以在窗口办。</translation>
    </message>
    <message>
        <source>Do it now</source>
        <translation>现在就办</translation>
    </message>
    <message>
        <source>Print this page</source>
        <translation>打印这一页</translation>
    </message>
    <message>
        <source>At this machine it rests at the moment</source>
        <translation>本机暂时办不了这一项</translation>
    </message>
    <message>
        <source>What to bring</source>
        <translation>要带什么</translation>
    </message>
    <message>
        <source>The clerk&apos;s social security card or resident ID card, and the unit&apos;s credit code</source>
        <translation>经办人的社会保障卡或居民身份证，单位统一社会信用代码</translation>
    </message>
    <message>
        <source>Your social security card or resident ID card</source>
        <translation>本人社会保障卡或居民身份证</translation>
    </message>
    <message>
        <source> (if you have it)</source>
        <translation>（如有请带）</translation>
    </message>
    <message>
        <source>No other papers are needed.</source>
        <translation>不用带其他材料。</translation>
    </message>
    <message>
        <source>Time and cost</source>
        <translation>时间和费用</translation>
    </message>
    <message>
        <source>At this machine</source>
        <translation>在本机办理</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>约 %1 分钟</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>办结时限</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>%1 yuan</source>
        <translation>%1 元</translation>
    </message>
    <message>
        <source>free of charge</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>Where and when</source>
        <translation>在哪办、什么时候办</translation>
    </message>
    <message>
        <source>begun here, ended at the window</source>
        <translation>在本机办一部分，其余到窗口</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>网上</translation>
    </message>
    <message>
        <source>on the centre&apos;s website</source>
        <translation>中心网站</translation>
    </message>
    <message>
        <source>Service window</source>
        <translation>服务窗口</translation>
    </message>
    <message>
        <source>Who can apply</source>
        <translation>谁可以办</translation>
    </message>
    <message>
        <source>What it rests on</source>
        <translation>办理依据</translation>
    </message>
</context>
<context>
    <name>GuideItemPage</name>
    <message>
        <source>Which of these is it?</source>
        <translation>您要办的是哪一种？</translation>
    </message>
</context>
<context>
    <name>GuidePage</name>
    <message>
        <source>What can be done here</source>
        <translation>这里能办什么</translation>
    </message>
    <message>
        <source>Touch something to see what to bring and how long it takes. You need not sign in for that.</source>
        <translation>点一项，就能看到要带什么、多久办好。不用登录。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>GuideSlip</name>
    <message>
        <source>The page is being printed.</source>
        <translation>正在打印。</translation>
    </message>
    <message>
        <source>Please take the page from the paper slot.</source>
        <translation>请从出纸口取走打印好的指南。</translation>
    </message>
    <message>
        <source>There is no paper at the moment. Scan this code with your phone instead.</source>
        <translation>现在没有打印纸。请用手机扫这个码。</translation>
    </message>
    <message>
        <source>Please look whether the page is in the paper slot.</source>
        <translation>请看一下出纸口有没有打印好的指南。</translation>
    </message>
    <message>
        <source>The page could not be printed. Scan this code with your phone instead.</source>
        <translation>没能打印出来。请用手机扫这个码。</translation>
    </message>
    <message>
        <source>What to bring, as a code</source>
        <translation>要带的材料（二维码）</translation>
    </message>
</context>
<context>
    <name>HalfSheetWords</name>
    <message>
        <source>This sheet is larger than the tray. First lay its upper half on the tray: the lower half hangs over towards you.</source>
        <translation>这张纸比台面大。先放上半张，下半张伸到您这边。</translation>
    </message>
    <message>
        <source>This sheet is larger than the tray. First lay its lower half on the tray: the upper half goes beyond it.</source>
        <translation>这张纸比台面大。先放下半张，上半张伸到台外。</translation>
    </message>
    <message>
        <source>This sheet is larger than the tray. First lay its left half on the tray: the right half goes beyond it.</source>
        <translation>这张纸比台面大。先放左半张，右半张伸到台外。</translation>
    </message>
    <message>
        <source>This sheet is larger than the tray. First lay its right half on the tray: the left half goes beyond it.</source>
        <translation>这张纸比台面大。先放右半张，左半张伸到台外。</translation>
    </message>
    <message>
        <source>Now the lower half: push the sheet away from you until its lower end lies on the tray, or turn it round.</source>
        <translation>现在拍下半张：把纸往里推，让下边这一头放到台上；也可以把纸掉个头。</translation>
    </message>
    <message>
        <source>Now the upper half: pull the sheet towards you until its upper end lies on the tray, or turn it round.</source>
        <translation>现在拍上半张：把纸往您这边拉，让上边这一头放到台上；也可以把纸掉个头。</translation>
    </message>
    <message>
        <source>Now the right half: push the sheet to the left until its right end lies on the tray, or turn it round.</source>
        <translation>现在拍右半张：把纸往左推，让右边这一头放到台上；也可以把纸掉个头。</translation>
    </message>
    <message>
        <source>Now the left half: push the sheet to the right until its left end lies on the tray, or turn it round.</source>
        <translation>现在拍左半张：把纸往右推，让左边这一头放到台上；也可以把纸掉个头。</translation>
    </message>
</context>
<context>
    <name>HolderRow</name>
    <message>
        <source>The photo on your card</source>
        <translation>您证件上的照片</translation>
    </message>
    <message>
        <source>A silhouette: no photo is shown</source>
        <translation>人像轮廓，不显示照片</translation>
    </message>
    <message>
        <source>You are signed in as</source>
        <translation>已登录</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>What would you like to do?</source>
        <translation>您想办什么？</translation>
    </message>
    <message>
        <source>Choose a service.</source>
        <translation>请选择业务。</translation>
    </message>
    <message>
        <source>End visit</source>
        <translation>结束办理</translation>
    </message>
    <message>
        <source>No connection at the moment</source>
        <translation>现在没有网络连接</translation>
    </message>
    <message>
        <source>You can apply all the same: your case is kept here safely and sent later.</source>
        <translation>仍然可以办理：您的业务会安全保存在本机，稍后自动发送。</translation>
    </message>
    <message>
        <source>This service is resting</source>
        <translation>这项业务暂停办理</translation>
    </message>
    <message>
        <source>Other services go on as usual.</source>
        <translation>其他业务照常办理。</translation>
    </message>
    <message>
        <source>Your cases</source>
        <translation>您办过的业务</translation>
    </message>
    <message>
        <source>No. %1, %2</source>
        <translation>编号 %1，%2</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>约 %1 分钟</translation>
    </message>
    <message>
        <source>Nothing to do here at the moment</source>
        <translation>这里暂时没有可办的业务</translation>
    </message>
    <message>
        <source>Please ask at the service window.</source>
        <translation>请到服务窗口咨询。</translation>
    </message>
    <message>
        <source>No paper receipts at the moment; you get a code for your phone instead.</source>
        <translation>暂时不能打印纸质回执，可用手机扫码保存。</translation>
    </message>
    <message>
        <source>No scanning at the moment; papers can be handed in at the window.</source>
        <translation>暂时不能扫描材料，材料可交到窗口。</translation>
    </message>
    <message>
        <source>The staff have to put this right. Everything else goes on as usual.</source>
        <translation>需要工作人员处理，其他业务照常办理。</translation>
    </message>
    <message>
        <source>A case of yours</source>
        <translation>您办理的业务</translation>
    </message>
    <message>
        <source>submitted</source>
        <translation>已提交</translation>
    </message>
    <message>
        <source>Show what they are about</source>
        <translation>查看具体内容</translation>
    </message>
    <message>
        <source>Leave this company</source>
        <translation>不再代表单位</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>The centre could not be asked about this company</source>
        <translation>现在查不到这家单位的信息</translation>
    </message>
    <message>
        <source>You can apply all the same, with a shorter form. The centre adds what it knows, and takes the case only from a clerk whom the company has named.</source>
        <translation>仍然可以办理，填写的内容少一些。其余信息由中心补充；您须是单位登记的经办人，中心才会受理。</translation>
    </message>
    <message>
        <source>You may need this</source>
        <translation>您可能需要办理</translation>
    </message>
    <message>
        <source>Used most</source>
        <translation>常用业务</translation>
    </message>
    <message>
        <source>All services</source>
        <translation>全部业务</translation>
    </message>
    <message>
        <source>Several services in one go</source>
        <translation>几件事一次办</translation>
    </message>
    <message>
        <source>Go on with what you kept</source>
        <translation>继续办理已保存的内容</translation>
    </message>
    <message>
        <source>This machine cannot take new cases at the moment</source>
        <translation>本机暂时不能受理新业务</translation>
    </message>
    <message>
        <source>Questions, proofs and printing go on as usual here.</source>
        <translation>查询、打印证明等照常可以在本机办理。</translation>
    </message>
    <message>
        <source>Some cases handed in here cannot be shown</source>
        <translation>部分在本机提交的业务无法显示</translation>
    </message>
    <message>
        <source>The memory of this machine was damaged. The cases are kept and go to the centre. If you handed one in here and it is not listed, you need not do it again; with questions, go to the counter with your receipt.</source>
        <translation>本机存储曾损坏，业务已保留并将传送到中心。如果您在本机提交过业务而下方没有列出，无需重新提交；如有疑问，请持回执到窗口咨询。</translation>
    </message>
</context>
<context>
    <name>IdleDialog</name>
    <message>
        <source>seconds left</source>
        <translation>秒后关闭</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>还有 %n 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>I am still here</source>
        <translation>我还在，继续办理</translation>
    </message>
</context>
<context>
    <name>IntroPage</name>
    <message>
        <source>Start</source>
        <translation>开始办理</translation>
    </message>
    <message>
        <source>You can apply</source>
        <translation>您可以办理</translation>
    </message>
    <message>
        <source>You cannot apply at the moment</source>
        <translation>您暂时不能办理</translation>
    </message>
    <message>
        <source>You may be able to apply</source>
        <translation>您可能可以办理</translation>
    </message>
    <message>
        <source>This machine cannot tell today&apos;s date. The centre checks what depends on it.</source>
        <translation>本机无法确认今天的日期，与日期有关的条件由中心核对。</translation>
    </message>
    <message>
        <source>What you need</source>
        <translation>需要的材料</translation>
    </message>
    <message>
        <source> (we have it)</source>
        <translation>（已有）</translation>
    </message>
    <message>
        <source> (to be scanned here)</source>
        <translation>（需要在这里扫描）</translation>
    </message>
    <message>
        <source>Who can apply</source>
        <translation>谁可以办</translation>
    </message>
    <message>
        <source>Time and cost</source>
        <translation>时间和费用</translation>
    </message>
    <message>
        <source>At this machine</source>
        <translation>在本机办理</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>约 %1 分钟</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>办结时限</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>What you get</source>
        <translation>办理结果</translation>
    </message>
    <message>
        <source>%1 yuan</source>
        <translation>%1 元</translation>
    </message>
    <message>
        <source>free of charge</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>当场办结</translation>
    </message>
    <message numerus="yes">
        <source>%n working day(s)</source>
        <translation>
            <numerusform>%n 个工作日</numerusform>
        </translation>
    </message>
    <message>
        <source>This service is resting</source>
        <translation>这项业务暂停办理</translation>
    </message>
    <message>
        <source>No connection at the moment</source>
        <translation>现在没有网络连接</translation>
    </message>
    <message>
        <source> (if you have it)</source>
        <translation>（如有请带）</translation>
    </message>
    <message>
        <source>How it goes</source>
        <translation>办理步骤</translation>
    </message>
    <message>
        <source>The camera cannot be used at the moment</source>
        <translation>高拍仪暂时不能使用</translation>
    </message>
    <message>
        <source>You can fill in and submit everything here. Papers that are needed are brought to the window afterwards; your receipt says which.</source>
        <translation>您可以在本机填写并提交，需要的材料之后到窗口补交，回执上会写明是哪些。</translation>
    </message>
    <message>
        <source>No paper receipts at the moment</source>
        <translation>暂时不能打印纸质回执</translation>
    </message>
    <message>
        <source>You get your receipt as a code for your phone.</source>
        <translation>回执以二维码显示，可用手机扫码保存。</translation>
    </message>
    <message>
        <source> (to be brought to the window)</source>
        <translation>（之后到窗口补交）</translation>
    </message>
    <message>
        <source>once it has been sent</source>
        <translation>联网报送后即时办结</translation>
    </message>
    <message>
        <source>once the papers are there</source>
        <translation>材料交齐后即时办结</translation>
    </message>
    <message>
        <source>You can apply all the same, with a shorter form. Your case is kept safely in this machine and sent by itself once there is a connection; only then is it decided. You need not wait or come back.</source>
        <translation>您仍可填写简易表单申请。业务安全保存在本机，联网后自动报送，报送后才能办结。您不必等待，也不必再来。</translation>
    </message>
    <message>
        <source>A member of staff who has seen you and your document</source>
        <translation>工作人员核对您本人和证件</translation>
    </message>
    <message>
        <source>A proof that it is you: the PIN of your card, for example</source>
        <translation>确认是您本人，例如输入社保卡密码</translation>
    </message>
    <message>
        <source>For myself</source>
        <translation>为自己办</translation>
    </message>
    <message>
        <source>For someone else</source>
        <translation>替别人办</translation>
    </message>
    <message>
        <source>You act for %1</source>
        <translation>您正在替%1办理</translation>
    </message>
    <message>
        <source>The form is about that person. The letter of authority is scanned with the other papers.</source>
        <translation>表格填写委托人的情况。授权委托书会和其他材料一起扫描。</translation>
    </message>
    <message>
        <source>Print what to bring</source>
        <translation>打印要带的材料</translation>
    </message>
    <message>
        <source>This is done at the service window</source>
        <translation>这项业务在服务窗口办理</translation>
    </message>
    <message>
        <source>Please bring what is listed here, and the document you signed in with.</source>
        <translation>请带上这里列出的材料和您登录用的证件。</translation>
    </message>
    <message>
        <source>There is nothing to hand in at the moment</source>
        <translation>目前没有需要办理的事项</translation>
    </message>
    <message>
        <source>None of these services is called for, or open to you, by what the centre knows. What stands below says why.</source>
        <translation>根据中心掌握的信息，这些事项目前都不需要您办理，或暂不符合条件，原因见下方。</translation>
    </message>
    <message>
        <source>Several services in one go: touch here to do them together</source>
        <translation>可一次办好，点这里一起办理</translation>
    </message>
    <message>
        <source>By what the centre knows, none of these services is called for.</source>
        <translation>按中心现有的记录，这些事项您都不需要办理。</translation>
    </message>
    <message>
        <source>This machine cannot take new cases at the moment</source>
        <translation>本机暂时不能受理新业务</translation>
    </message>
    <message>
        <source>Papers cannot be scanned at the moment</source>
        <translation>暂时不能扫描材料</translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Capital letter</source>
        <translation>大写</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Next line</source>
        <translation>下一项</translation>
    </message>
</context>
<context>
    <name>KnownPage</name>
    <message>
        <source>We know this already</source>
        <translation>这些信息我们已经有了</translation>
    </message>
    <message>
        <source>You need not type any of it. If something is wrong, please touch &quot;Change&quot;.</source>
        <translation>不用再填一遍。如有不对，请点“修改”。</translation>
    </message>
    <message>
        <source>All correct, go on</source>
        <translation>都对，继续</translation>
    </message>
</context>
<context>
    <name>LeafTurner</name>
    <message>
        <source>Turn back</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第%1页，共%2页</translation>
    </message>
    <message>
        <source>Turn over</source>
        <translation>下一页</translation>
    </message>
</context>
<context>
    <name>LeftCard</name>
    <message>
        <source>A card has been left on the reading plate</source>
        <translation>感应区上有一张遗忘的卡</translation>
    </message>
    <message>
        <source>A card has been left in the reader</source>
        <translation>读卡器里有一张遗忘的卡</translation>
    </message>
    <message>
        <source>Is it yours? Lift it and lay it down again. If not, please hand it to the staff.</source>
        <translation>如果是您的卡，请拿起后重新放上；如果不是，请交给工作人员。</translation>
    </message>
    <message>
        <source>Is it yours? Take it out and put it in again. If not, please hand it to the staff.</source>
        <translation>如果是您的卡，请取出后重新插入；如果不是，请交给工作人员。</translation>
    </message>
</context>
<context>
    <name>MaintenancePage</name>
    <message>
        <source>Maintenance · technician</source>
        <translation>维护 · 技术人员</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>维护</translation>
    </message>
    <message>
        <source>Connected to the centre</source>
        <translation>已连接中心</translation>
    </message>
    <message>
        <source>No connection to the centre</source>
        <translation>未连接中心</translation>
    </message>
    <message>
        <source>Back to visitors</source>
        <translation>返回群众界面</translation>
    </message>
    <message>
        <source>Put into service</source>
        <translation>恢复服务</translation>
    </message>
    <message>
        <source>Take out of service</source>
        <translation>暂停服务</translation>
    </message>
    <message>
        <source>Exit program</source>
        <translation>退出程序</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>已暂停服务</translation>
    </message>
    <message>
        <source>Visitors are shown the way to the window until you put the kiosk into service again.</source>
        <translation>恢复服务前，屏幕会引导群众到窗口办理。</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>It does not agree with the last contact with the centre.</source>
        <translation>与上次连接中心时的时间不符。</translation>
    </message>
    <message>
        <source>It is %1 ahead of the centre&apos;s.</source>
        <translation>比中心的时间快 %1。</translation>
    </message>
    <message>
        <source>It is %1 behind the centre&apos;s.</source>
        <translation>比中心的时间慢 %1。</translation>
    </message>
    <message>
        <source>Until a technician sets it, receipts promise no day, and what depends on the day is decided by the centre.</source>
        <translation>在技术人员校准之前，回执不写承诺办结日期，与日期有关的条件由中心判断。</translation>
    </message>
    <message>
        <source>The clock of this machine is wrong</source>
        <translation>本机时钟不准</translation>
    </message>
    <message>
        <source>New cases are not taken; visitors are sent to the counter. Questions and printing go on.</source>
        <translation>已停止受理新业务，办事人员被引导到窗口；查询和打印照常。</translation>
    </message>
    <message>
        <source>Papers are not scanned; visitors bring them to the counter. From 95 % on no new cases are taken.</source>
        <translation>已停止扫描材料，办事人员将材料交到窗口；达到 95% 不再受理新业务。</translation>
    </message>
    <message>
        <source>From 85 % on papers are not scanned, from 95 % on no new cases are taken.</source>
        <translation>达到 85% 不再扫描材料，达到 95% 不再受理新业务。</translation>
    </message>
    <message>
        <source>Cases that the centre has make room by themselves. If nothing waits to be sent, the disk is too small: call a technician.</source>
        <translation>业务送达中心后会自动腾出空间；如果没有待发业务，说明磁盘太小，请联系技术人员。</translation>
    </message>
    <message>
        <source>Bring the connection to the centre back: what it has makes room by itself. Until then a technician can export the waiting cases.</source>
        <translation>请恢复与中心的连接，业务送达后会自动腾出空间；在此之前，技术人员可以导出待发业务。</translation>
    </message>
    <message>
        <source>The memory of this machine is %1 % full</source>
        <translation>本机存储空间已用 %1%</translation>
    </message>
    <message>
        <source>The keys of this machine lie in plain files</source>
        <translation>本机密钥存放在普通文件中</translation>
    </message>
    <message>
        <source>Whoever takes its disk can pretend to be this kiosk. Have a technician give the service its credential.</source>
        <translation>取得本机硬盘的人可以冒充本机。请技术人员为服务配置凭据。</translation>
    </message>
    <message>
        <source>Whoever takes its disk can pretend to be this kiosk. Give the service its credential, hall-keys.</source>
        <translation>取得本机硬盘的人可以冒充本机。请为服务配置凭据 hall-keys。</translation>
    </message>
    <message>
        <source>The centre takes nothing</source>
        <translation>中心不接收数据</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Please note</source>
        <translation>请注意</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>有问题</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>OutOfServicePage</name>
    <message>
        <source>This machine is resting</source>
        <translation>本机暂停服务</translation>
    </message>
    <message>
        <source>Please use another machine or the service window</source>
        <translation>请使用其他自助机或到服务窗口</translation>
    </message>
    <message>
        <source>Please tell a member of staff.</source>
        <translation>请告诉工作人员。</translation>
    </message>
    <message>
        <source>This machine is being serviced</source>
        <translation>本机正在维护</translation>
    </message>
    <message>
        <source>The power has failed</source>
        <translation>市电已断</translation>
    </message>
    <message>
        <source>It is ready again as soon as the staff have closed the door.</source>
        <translation>工作人员关上维护门后即可使用。</translation>
    </message>
    <message>
        <source>It is ready again when the power is back. Cases that were submitted are safe.</source>
        <translation>来电后即可使用。已提交的业务都是安全的。</translation>
    </message>
</context>
<context>
    <name>PageFrame</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>剩余 %1 秒</translation>
    </message>
    <message>
        <source>Page down</source>
        <translation>下一屏</translation>
    </message>
</context>
<context>
    <name>PageGuideWords</name>
    <message numerus="yes">
        <source>%n centimetre(s)</source>
        <translation>
            <numerusform>%n 厘米</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Turn the page to the right, by about %n degree(s).</source>
        <translation>
            <numerusform>请把纸向右转约 %n 度。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Turn the page to the left, by about %n degree(s).</source>
        <translation>
            <numerusform>请把纸向左转约 %n 度。</numerusform>
        </translation>
    </message>
    <message>
        <source>Move the page %1 to the left and %2 away from you.</source>
        <translation>请把纸向左移 %1，再往前推 %2。</translation>
    </message>
    <message>
        <source>Move the page %1 to the left and %2 towards you.</source>
        <translation>请把纸向左移 %1，再往您这边拉 %2。</translation>
    </message>
    <message>
        <source>Move the page %1 to the right and %2 away from you.</source>
        <translation>请把纸向右移 %1，再往前推 %2。</translation>
    </message>
    <message>
        <source>Move the page %1 to the right and %2 towards you.</source>
        <translation>请把纸向右移 %1，再往您这边拉 %2。</translation>
    </message>
    <message>
        <source>Move the page %1 to the left.</source>
        <translation>请把纸向左移 %1。</translation>
    </message>
    <message>
        <source>Move the page %1 to the right.</source>
        <translation>请把纸向右移 %1。</translation>
    </message>
    <message>
        <source>Move the page %1 away from you.</source>
        <translation>请把纸往前推 %1。</translation>
    </message>
    <message>
        <source>Move the page %1 towards you.</source>
        <translation>请把纸往您这边拉 %1。</translation>
    </message>
</context>
<context>
    <name>PageListPage</name>
    <message>
        <source>Page %1</source>
        <translation>第 %1 页</translation>
    </message>
    <message>
        <source>Page %1 is the first page already.</source>
        <translation>第 %1 页已经是第一页。</translation>
    </message>
    <message>
        <source>Page %1 is the last page already.</source>
        <translation>第 %1 页已经是最后一页。</translation>
    </message>
    <message>
        <source>Page %1 is now page %2.</source>
        <translation>原第 %1 页现在是第 %2 页。</translation>
    </message>
    <message numerus="yes">
        <source>At least %n page(s) must stay. You can take this page again instead.</source>
        <translation>
            <numerusform>至少要保留 %n 页。您可以重拍这一页。</numerusform>
        </translation>
    </message>
    <message>
        <source>Page %1 was taken out. It is not handed in. It can be put back while this list is shown.</source>
        <translation>第 %1 页已去掉，不会提交。在离开本列表之前可以放回。</translation>
    </message>
    <message>
        <source>Pages: %1</source>
        <translation>已拍的页面：%1</translation>
    </message>
    <message numerus="yes">
        <source>The pages go in this order. Up to %n page(s) can be taken.</source>
        <translation>
            <numerusform>将按这个顺序提交，最多可拍 %n 页。</numerusform>
        </translation>
    </message>
    <message>
        <source>Pages are right</source>
        <translation>各页无误</translation>
    </message>
    <message numerus="yes">
        <source>At least %n page(s) are needed.</source>
        <translation>
            <numerusform>至少需要 %n 页。</numerusform>
        </translation>
    </message>
    <message>
        <source>One more page</source>
        <translation>再拍一页</translation>
    </message>
    <message numerus="yes">
        <source>No more than %n page(s) can be handed in. Take one out first to take another.</source>
        <translation>
            <numerusform>最多只能提交 %n 页。要再拍一页，请先去掉一页。</numerusform>
        </translation>
    </message>
    <message>
        <source>Pages in their order</source>
        <translation>按顺序排列的各页</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>前移</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>后移</translation>
    </message>
    <message>
        <source>Take again</source>
        <translation>重拍</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>去掉</translation>
    </message>
    <message>
        <source>Page %1 of %2 is chosen. Touch another page to choose it.</source>
        <translation>已选第 %1 页，共 %2 页。触摸其他页可以改选。</translation>
    </message>
    <message>
        <source>There is one page so far.</source>
        <translation>目前只有一页。</translation>
    </message>
    <message>
        <source>Put page %1 back</source>
        <translation>放回第 %1 页</translation>
    </message>
    <message>
        <source>Page %1 is back in its place.</source>
        <translation>第 %1 页已放回原处。</translation>
    </message>
</context>
<context>
    <name>PageZoom</name>
    <message>
        <source>%1, enlarged to %2 %</source>
        <translation>%1，放大到 %2%</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Show what is further left</source>
        <translation>看左边的部分</translation>
    </message>
    <message>
        <source>Show what is further up</source>
        <translation>看上面的部分</translation>
    </message>
    <message>
        <source>Show what is further down</source>
        <translation>看下面的部分</translation>
    </message>
    <message>
        <source>Show what is further right</source>
        <translation>看右边的部分</translation>
    </message>
</context>
<context>
    <name>PaperLine</name>
    <message>
        <source>You may hand it in later, until %1.</source>
        <translation>可以先办理，%1前补交。</translation>
    </message>
    <message numerus="yes">
        <source>You may hand it in later, within %n working day(s).</source>
        <translation>
            <numerusform>可以先办理，%n个工作日内补交。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not needed when: %1</source>
        <translation>以下情况不用带：%1</translation>
    </message>
    <message>
        <source>You may promise in writing instead.</source>
        <translation>也可以用书面承诺代替。</translation>
    </message>
    <message>
        <source>The window looks at the original by %1.</source>
        <translation>%1前到窗口核对原件。</translation>
    </message>
    <message>
        <source>The centre looks for the electronic licence first. If it is there, nothing is scanned.</source>
        <translation>会先查电子证照，查到就不用扫描。</translation>
    </message>
</context>
<context>
    <name>PendingPage</name>
    <message>
        <source>Case No. %1</source>
        <translation>业务编号：%1</translation>
    </message>
    <message>
        <source>Put this right now</source>
        <translation>现在补正</translation>
    </message>
    <message>
        <source>Print this</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Take this case back</source>
        <translation>撤回这件业务</translation>
    </message>
    <message>
        <source>This could not be kept</source>
        <translation>没有保存成功</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>No connection at the moment</source>
        <translation>现在没有网络连接</translation>
    </message>
    <message>
        <source>What exactly is missing can be shown once there is a connection. The service window can tell you too.</source>
        <translation>联网后可以看到具体缺少什么，也可以到服务窗口询问。</translation>
    </message>
    <message>
        <source>Missing or wrong, to be put right until %1</source>
        <translation>请在%1前补正</translation>
    </message>
    <message>
        <source>Missing or wrong</source>
        <translation>需要补正</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>领取地点</translation>
    </message>
    <message>
        <source>Collect by</source>
        <translation>领取期限</translation>
    </message>
    <message>
        <source>Please take your slip.</source>
        <translation>请取走打印单。</translation>
    </message>
    <message>
        <source>Your slip is being printed.</source>
        <translation>正在打印。</translation>
    </message>
    <message>
        <source>The slip could not be printed. Please note where your result is.</source>
        <translation>没有打印成功，请记下领取地点。</translation>
    </message>
    <message>
        <source>This machine can pass nothing on at the moment</source>
        <translation>本机暂时不能提交任何内容</translation>
    </message>
</context>
<context>
    <name>PendingPanel</name>
    <message>
        <source>%1: something is missing</source>
        <translation>%1：需要补正</translation>
    </message>
    <message>
        <source>%1: the result can be collected</source>
        <translation>%1：结果可以领取</translation>
    </message>
    <message>
        <source>A case of yours waits for you</source>
        <translation>您有一件业务等您处理</translation>
    </message>
    <message>
        <source>Waiting for you</source>
        <translation>等您处理</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>%1前</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>No. %1</source>
        <translation>编号%1</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>Who is it about?</source>
        <translation>这次为哪些人办理？</translation>
    </message>
    <message>
        <source>One case can be about up to %1 people. You sign once for all of them.</source>
        <translation>一次最多可以办理 %1 人，签一次名就行。</translation>
    </message>
    <message>
        <source>That is everybody</source>
        <translation>就是这些人</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>No name yet</source>
        <translation>还没有姓名</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove: %1</source>
        <translation>移除：%1</translation>
    </message>
    <message>
        <source>person %1</source>
        <translation>第 %1 人</translation>
    </message>
    <message>
        <source>Add another person</source>
        <translation>再加一个人</translation>
    </message>
    <message>
        <source>Rows of your table that were not taken: %1</source>
        <translation>您的表格还有%1行没有取用</translation>
    </message>
    <message>
        <source>Correct them here, or go on without them.</source>
        <translation>可以在这里改正，也可以不要这些人，继续办理。</translation>
    </message>
    <message>
        <source>Correct these rows</source>
        <translation>改正这些行</translation>
    </message>
    <message>
        <source>People: %1, with something to mend: %2</source>
        <translation>共%1人，其中%2人还有问题</translation>
    </message>
    <message>
        <source>People: %1</source>
        <translation>共%1人</translation>
    </message>
    <message>
        <source>Take a table from a USB stick</source>
        <translation>从U盘读取名单表格</translation>
    </message>
</context>
<context>
    <name>PermitCheckPage</name>
    <message>
        <source>Is this what is on your permit?</source>
        <translation>与您的通行证一致吗？</translation>
    </message>
    <message>
        <source>Some characters are hidden, so that nobody reads them over your shoulder.</source>
        <translation>部分内容已隐藏，以免被旁人看到。</translation>
    </message>
    <message>
        <source>No, lay it down again</source>
        <translation>不一致，重新放置</translation>
    </message>
    <message>
        <source>Yes, this is right</source>
        <translation>一致，继续</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>证件类型</translation>
    </message>
    <message>
        <source>Mainland travel permit for Taiwan residents</source>
        <translation>台湾居民来往大陆通行证</translation>
    </message>
    <message>
        <source>Mainland travel permit for Hong Kong and Macao residents</source>
        <translation>港澳居民来往内地通行证</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>证件号码</translation>
    </message>
    <message>
        <source>Name in Latin letters</source>
        <translation>英文姓名</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>出生日期</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
</context>
<context>
    <name>PermitKindPage</name>
    <message>
        <source>Which travel permit do you have?</source>
        <translation>您持有哪种通行证？</translation>
    </message>
    <message>
        <source>Residence permits for Hong Kong, Macao and Taiwan residents go on the reader for ID cards instead.</source>
        <translation>港澳台居民居住证请直接放在身份证读卡区。</translation>
    </message>
    <message>
        <source>Sign in another way</source>
        <translation>换一种方式登录</translation>
    </message>
    <message>
        <source>Mainland travel permit for Hong Kong and Macao residents</source>
        <translation>港澳居民来往内地通行证</translation>
    </message>
    <message>
        <source>The number begins with H or M.</source>
        <translation>号码以字母 H 或 M 开头。</translation>
    </message>
    <message>
        <source>Mainland travel permit for Taiwan residents</source>
        <translation>台湾居民来往大陆通行证</translation>
    </message>
    <message>
        <source>The number has digits only.</source>
        <translation>号码全部是数字。</translation>
    </message>
</context>
<context>
    <name>PermitLayPage</name>
    <message>
        <source>Reading the permit…</source>
        <translation>正在读取通行证……</translation>
    </message>
    <message>
        <source>The camera is starting.</source>
        <translation>摄像头正在启动。</translation>
    </message>
    <message>
        <source>Found. Let it lie still.</source>
        <translation>已看到证件，请不要移动。</translation>
    </message>
    <message>
        <source>Hold still, taking the picture.</source>
        <translation>请保持不动，马上拍照。</translation>
    </message>
    <message>
        <source>Taking the picture…</source>
        <translation>正在拍照…</translation>
    </message>
    <message>
        <source>Lift the permit and lay it down again, or touch &quot;Take picture now&quot;.</source>
        <translation>请拿起证件重新放下，或点“立即拍照”。</translation>
    </message>
    <message>
        <source>Lay the permit in the middle of the tray.</source>
        <translation>请将通行证放在托板中间。</translation>
    </message>
    <message>
        <source>Lay your travel permit under the camera</source>
        <translation>请将通行证放到高拍仪下</translation>
    </message>
    <message>
        <source>Back side up: the three lines of letters and digits are read.</source>
        <translation>背面朝上，本机读取下方三行字符。</translation>
    </message>
    <message>
        <source>Take picture now</source>
        <translation>立即拍照</translation>
    </message>
    <message>
        <source>Type the number</source>
        <translation>输入号码</translation>
    </message>
    <message>
        <source>Live picture of the tray</source>
        <translation>台面实时画面</translation>
    </message>
</context>
<context>
    <name>PermitNotice</name>
    <message>
        <source>The lines at the bottom of the back could not be read.</source>
        <translation>背面下方的字符没有读出来。</translation>
    </message>
    <message>
        <source>This is the other kind of travel permit.</source>
        <translation>这是另一种通行证。</translation>
    </message>
    <message>
        <source>This is not a travel permit of this kind.</source>
        <translation>这不是所选的通行证。</translation>
    </message>
    <message>
        <source>This travel permit is no longer valid.</source>
        <translation>通行证已过有效期。</translation>
    </message>
    <message>
        <source>This is not yet a whole permit number.</source>
        <translation>证件号码还没有输完整。</translation>
    </message>
    <message>
        <source>The two entries are not the same.</source>
        <translation>两次输入不一致。</translation>
    </message>
    <message>
        <source>The camera cannot be used at the moment.</source>
        <translation>高拍仪暂时不能使用。</translation>
    </message>
    <message>
        <source>This machine cannot take travel permits at the moment.</source>
        <translation>本机暂时不能使用通行证登录。</translation>
    </message>
    <message>
        <source>Lay it down once more, or type its number instead.</source>
        <translation>请重新放一次，或者改为输入证件号码。</translation>
    </message>
    <message>
        <source>Please lay the permit down once more: back side up, flat, without its cover.</source>
        <translation>请重新放置：背面朝上，放平，取下证件套。</translation>
    </message>
    <message>
        <source>Go one step back and choose the other one.</source>
        <translation>请返回上一步，选择另一种。</translation>
    </message>
    <message>
        <source>Please lay your permit down with its back side up.</source>
        <translation>请将您的通行证背面朝上放好。</translation>
    </message>
    <message>
        <source>Please go to the service window with it.</source>
        <translation>请持证到服务窗口办理。</translation>
    </message>
    <message>
        <source>It is the letter H or M and eight digits. Older permits have ten digits.</source>
        <translation>号码是字母 H 或 M 加 8 位数字，旧版为 10 位数字。</translation>
    </message>
    <message>
        <source>It has eight digits. Older permits have ten.</source>
        <translation>号码是 8 位数字，旧版为 10 位。</translation>
    </message>
    <message>
        <source>That happens easily. Please type the number again, slowly, both times as it stands on the permit.</source>
        <translation>没关系，请看着证件，慢慢重新输入两次。</translation>
    </message>
    <message>
        <source>Please type the number of your permit.</source>
        <translation>请输入通行证号码。</translation>
    </message>
    <message>
        <source>Please go to the service window with your permit.</source>
        <translation>请持通行证到服务窗口办理。</translation>
    </message>
</context>
<context>
    <name>PermitNumberPage</name>
    <message>
        <source>Type the number once more</source>
        <translation>请再输入一次号码</translation>
    </message>
    <message>
        <source>Type the number of your travel permit</source>
        <translation>请输入通行证号码</translation>
    </message>
    <message>
        <source>The first entry is hidden. Look at your permit, not at what you remember.</source>
        <translation>第一次输入已隐藏，请看着证件输入。</translation>
    </message>
    <message>
        <source>It is on the front: H or M and eight digits, on older permits ten.</source>
        <translation>号码在证件正面：字母 H 或 M 加 8 位数字，旧版为 10 位。</translation>
    </message>
    <message>
        <source>It is on the front: eight digits, on older permits ten.</source>
        <translation>号码在证件正面：8 位数字，旧版为 10 位。</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Entered: %1</source>
        <translation>已输入：%1</translation>
    </message>
    <message>
        <source>Nothing entered yet</source>
        <translation>还没有输入</translation>
    </message>
</context>
<context>
    <name>PermitPad</name>
    <message>
        <source>Keys for the number</source>
        <translation>号码键盘</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
</context>
<context>
    <name>PinChangedPage</name>
    <message>
        <source>The PIN of your card has been changed</source>
        <translation>社保卡密码已修改</translation>
    </message>
    <message>
        <source>Back to the start</source>
        <translation>回到首页</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>办好了，结束</translation>
    </message>
    <message>
        <source>The new PIN holds from now on</source>
        <translation>新密码现在开始生效</translation>
    </message>
    <message>
        <source>Please tell it to nobody, not even the staff. The PIN of the bank account on the card is another one and has stayed as it was.</source>
        <translation>请不要告诉别人，工作人员也不会问。卡上银行账户的密码是另一个，没有改变。</translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message>
        <source>PIN pad</source>
        <translation>密码键盘</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
</context>
<context>
    <name>PinPage</name>
    <message>
        <source>Maintenance</source>
        <translation>维护</translation>
    </message>
    <message>
        <source>Enter the PIN of your staff card.</source>
        <translation>请输入工作人员卡的密码。</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Locked for %1 s.</source>
        <translation>已锁定，还有 %1 秒。</translation>
    </message>
    <message>
        <source>PIN: %1 digits entered</source>
        <translation>密码：已输入 %1 位</translation>
    </message>
</context>
<context>
    <name>PrintTestPage</name>
    <message>
        <source>The camera sees too few pixels for single dots. This test needs a camera of at least 5 megapixels.</source>
        <translation>高拍仪的像素不足以看清单个点。此测试需要至少 500 万像素的高拍仪。</translation>
    </message>
    <message>
        <source>The edges of the paper cannot be seen. Lay it flat in the middle of the dark plate, with nothing beside it.</source>
        <translation>看不到纸的边缘。请把纸平放在深色台面中央，旁边不要放东西。</translation>
    </message>
    <message>
        <source>The test paper cannot be seen. Lay it flat in the middle of the plate, with the print up.</source>
        <translation>看不到测试纸。请把纸平放在台面中央，印字面朝上。</translation>
    </message>
    <message>
        <source>Print test</source>
        <translation>打印测试</translation>
    </message>
    <message>
        <source>Tear nothing off. Lay the paper flat in the middle of the plate, with the print up, and take your hand away.</source>
        <translation>不要撕掉任何部分。请把纸平放在台面中央，印字面朝上，并把手拿开。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>重新打印</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>重新测量</translation>
    </message>
    <message>
        <source>The test paper is being printed.</source>
        <translation>正在打印测试纸。</translation>
    </message>
    <message>
        <source>The test paper is there.</source>
        <translation>测试纸已打印。</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>It cannot be judged</source>
        <translation>无法判定</translation>
    </message>
    <message>
        <source>The print is good</source>
        <translation>打印合格</translation>
    </message>
    <message>
        <source>The print is not good</source>
        <translation>打印不合格</translation>
    </message>
    <message>
        <source>Dots from the left: %1.</source>
        <translation>坏点位置（从左数）：%1。</translation>
    </message>
    <message>
        <source>Width and length were not measured: the camera is not calibrated.</source>
        <translation>未测量宽度和长度：高拍仪未校准。</translation>
    </message>
</context>
<context>
    <name>PromisePage</name>
    <message>
        <source>A promise instead of the paper</source>
        <translation>用承诺代替材料</translation>
    </message>
    <message>
        <source>I promise</source>
        <translation>我承诺</translation>
    </message>
    <message>
        <source>I have read this and it is true. I sign it together with my case.</source>
        <translation>我已阅读，内容属实。我会和这项业务一起签名。</translation>
    </message>
</context>
<context>
    <name>ProveFacePage</name>
    <message>
        <source>The camera takes a picture of your face. This machine compares it with the photo on your identity card, to see that the card is yours.</source>
        <translation>摄像头会拍一张您的面部照片，本机把它与身份证上的照片比对，确认证件是您本人的。</translation>
    </message>
    <message>
        <source>The picture is used for this one comparison, leaves the machine by no way, and is gone right after it. What is kept is that you agreed, and when.</source>
        <translation>照片只用于这一次比对，不会传出本机，比对后立即删除。只记录您同意过以及同意的时间。</translation>
    </message>
    <message>
        <source>You are free to say no. The PIN of your card, a member of staff or the service window do just as well, and nothing you are entitled to depends on it.</source>
        <translation>您可以不同意。用卡的密码、请工作人员确认或到窗口办理都一样，您的待遇不受影响。</translation>
    </message>
    <message>
        <source>Please look into the camera</source>
        <translation>请看摄像头</translation>
    </message>
    <message>
        <source>May the camera look at you?</source>
        <translation>可以用摄像头核对吗？</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>No, another way</source>
        <translation>不同意，换一种方式</translation>
    </message>
    <message>
        <source>I agree, look now</source>
        <translation>同意，开始核对</translation>
    </message>
    <message>
        <source>This takes a few seconds. Please look straight ahead, without hat or mask.</source>
        <translation>只需几秒钟。请正对前方，摘下帽子和口罩。</translation>
    </message>
</context>
<context>
    <name>ProvePage</name>
    <message>
        <source>The PIN of your social security card</source>
        <translation>输入社会保障卡密码</translation>
    </message>
    <message>
        <source>A look into the camera</source>
        <translation>看一下摄像头</translation>
    </message>
    <message>
        <source>A member of staff at this machine</source>
        <translation>请工作人员到机前确认</translation>
    </message>
    <message>
        <source>The service window</source>
        <translation>到人工窗口办理</translation>
    </message>
    <message>
        <source>You enter it here, and nobody sees it.</source>
        <translation>在本机输入，别人看不到。</translation>
    </message>
    <message>
        <source>You are asked first. The picture is compared with your identity card and not kept.</source>
        <translation>先征得您的同意。照片只与身份证照片比对，不保存。</translation>
    </message>
    <message>
        <source>They compare you with your document. They do not see your record.</source>
        <translation>工作人员核对您本人和证件，看不到您的记录。</translation>
    </message>
    <message>
        <source>The staff there do the same for you. You are told what to bring.</source>
        <translation>窗口同样可以办理，会告诉您要带什么。</translation>
    </message>
    <message>
        <source>For this, put your social security card into the slot.</source>
        <translation>用这种方式，请先插入您的社会保障卡。</translation>
    </message>
    <message>
        <source>For this, lay your resident ID card on the reader.</source>
        <translation>用这种方式，请先把您的身份证放在读卡区。</translation>
    </message>
    <message>
        <source>No member of staff can sign in at this machine yet.</source>
        <translation>本机还没有登记工作人员。</translation>
    </message>
    <message>
        <source>It was tried twice. It cannot be tried again in this visit.</source>
        <translation>已经试过两次，本次不能再试。</translation>
    </message>
    <message>
        <source>The PIN of this card cannot be checked here.</source>
        <translation>这张卡的密码不能在本机核验。</translation>
    </message>
    <message>
        <source>The card still has, or had today, the PIN it was handed out with.</source>
        <translation>这张卡还在用初始密码，或今天刚刚修改。</translation>
    </message>
    <message>
        <source>The pictures could not be matched.</source>
        <translation>照片没有比对成功。</translation>
    </message>
    <message>
        <source>No picture was taken.</source>
        <translation>没有拍照。</translation>
    </message>
    <message>
        <source>This cannot be used at the moment.</source>
        <translation>暂时不能使用。</translation>
    </message>
    <message>
        <source>Others may know that PIN, so it does not show that it is you. Please choose another way.</source>
        <translation>初始密码别人也可能知道，不能证明是您本人。请选择其他方式。</translation>
    </message>
    <message>
        <source>Light, glasses or an old photo are enough for that. It means nothing about you. Please choose another way, or try once more.</source>
        <translation>光线、眼镜、照片较旧都可能造成这种情况，并不说明您有任何问题。请选择其他方式，或者再试一次。</translation>
    </message>
    <message>
        <source>That is quite all right. Please choose another way, or try once more.</source>
        <translation>没有关系。请选择其他方式，或者再试一次。</translation>
    </message>
    <message>
        <source>Please choose another way.</source>
        <translation>请选择其他方式。</translation>
    </message>
    <message>
        <source>Please show that it is you</source>
        <translation>请确认是您本人</translation>
    </message>
    <message>
        <source>For this service a member of staff has to see you and your document.</source>
        <translation>办理这项业务，需要工作人员核对您本人和证件。</translation>
    </message>
    <message>
        <source>What your cases are about is shown to nobody but you, also when somebody has found your card. This is asked once in a visit.</source>
        <translation>您的办理记录只给您本人看，卡被别人捡到也看不到。本次只需确认一次。</translation>
    </message>
    <message>
        <source>What comes next is shown to nobody but you, also when somebody has found your card. This is asked once in a visit.</source>
        <translation>接下来的内容只给您本人看，卡被别人捡到也看不到。本次只需确认一次。</translation>
    </message>
</context>
<context>
    <name>ProveStaffPage</name>
    <message>
        <source>Staff: enter your PIN</source>
        <translation>工作人员：请输入密码</translation>
    </message>
    <message>
        <source>Staff: compare person and document</source>
        <translation>工作人员：请核对本人和证件</translation>
    </message>
    <message>
        <source>Staff: please take your card</source>
        <translation>工作人员：请取走您的卡</translation>
    </message>
    <message>
        <source>Please put your card back in</source>
        <translation>请重新插入您的卡</translation>
    </message>
    <message>
        <source>A member of staff comes to you</source>
        <translation>工作人员马上过来</translation>
    </message>
    <message>
        <source>The staff card is still in the slot</source>
        <translation>工作卡还在卡槽里</translation>
    </message>
    <message>
        <source>Your visit goes on as soon as your card is there</source>
        <translation>插好您的卡，就可以继续办理</translation>
    </message>
    <message>
        <source>Please take your card out, so that the staff card has room</source>
        <translation>请取出您的卡，给工作卡腾出位置</translation>
    </message>
    <message>
        <source>The staff card goes into the slot</source>
        <translation>请工作人员插入工作卡</translation>
    </message>
    <message>
        <source>Confirm only what you have seen: the document is genuine, this name is on it, and the person before you is the person on its photo. Your role and this confirmation are recorded, not your name.</source>
        <translation>请只确认您亲眼核对过的：证件是真的，证件上是这个姓名，面前的人就是证件照片上的人。系统记录您的岗位和这次确认，不记录您的姓名。</translation>
    </message>
    <message>
        <source>The visitor goes on alone. Please do not leave your card here.</source>
        <translation>办理人会自己继续办理，请不要把卡留在这里。</translation>
    </message>
    <message>
        <source>It has to be the card this visit began with.</source>
        <translation>必须是开始办理时用的那张卡。</translation>
    </message>
    <message>
        <source>Keep it in your hand: it is the document that is looked at. Your visit stays open.</source>
        <translation>请拿在手里，工作人员要核对。您的办理不会中断。</translation>
    </message>
    <message>
        <source>Please wait here with your document. The top of this screen shows that you need help.</source>
        <translation>请带好证件在这里等候。屏幕上方会显示您需要帮助。</translation>
    </message>
    <message>
        <source>The visitor please looks away for a moment.</source>
        <translation>请办理人暂时回避。</translation>
    </message>
    <message>
        <source>I cannot confirm it</source>
        <translation>不能确认</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>I have compared them</source>
        <translation>已经核对</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Locked for %1 s.</source>
        <translation>已锁定，还有 %1 秒。</translation>
    </message>
    <message>
        <source>This is not the card this visit began with.</source>
        <translation>这不是开始办理时用的那张卡。</translation>
    </message>
    <message>
        <source>This is not a staff card.</source>
        <translation>这不是工作卡。</translation>
    </message>
    <message>
        <source>PIN: %1 digits entered</source>
        <translation>密码：已输入 %1 位</translation>
    </message>
</context>
<context>
    <name>ProveWindowPage</name>
    <message>
        <source>Progress of my cases</source>
        <translation>我的办理记录</translation>
    </message>
    <message>
        <source>At the service window</source>
        <translation>到人工窗口办理</translation>
    </message>
    <message>
        <source>The staff there do everything that this machine does.</source>
        <translation>窗口可以办理本机的全部业务。</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Say there what you have come for: %1</source>
        <translation>告诉窗口您要办理：%1</translation>
    </message>
    <message>
        <source>Show your resident ID card or your social security card.</source>
        <translation>出示您的身份证或社会保障卡。</translation>
    </message>
    <message>
        <source>Nothing about you is kept here</source>
        <translation>本机不保留您的信息</translation>
    </message>
    <message>
        <source>Please take your card with you.</source>
        <translation>请带好您的卡。</translation>
    </message>
    <message>
        <source>Print what to bring</source>
        <translation>打印要带的材料</translation>
    </message>
    <message>
        <source> (we have it)</source>
        <translation>（已有）</translation>
    </message>
    <message>
        <source> (if you have it)</source>
        <translation>（如有请带）</translation>
    </message>
</context>
<context>
    <name>QueryPage</name>
    <message>
        <source>Asking the centre</source>
        <translation>正在查询</translation>
    </message>
    <message>
        <source>This is what we found</source>
        <translation>查询结果</translation>
    </message>
    <message>
        <source>No answer to show</source>
        <translation>没有可显示的结果</translation>
    </message>
    <message>
        <source>Back to the start</source>
        <translation>回到首页</translation>
    </message>
    <message>
        <source>This takes a few seconds at most.</source>
        <translation>几秒钟就好。</translation>
    </message>
    <message>
        <source>There is no connection to the centre at the moment</source>
        <translation>现在连不上中心</translation>
    </message>
    <message>
        <source>The centre has no record about this</source>
        <translation>中心没有查到相关记录</translation>
    </message>
    <message>
        <source>The centre could not answer</source>
        <translation>中心暂时无法答复</translation>
    </message>
    <message>
        <source>If you expected one, please ask at the service window.</source>
        <translation>如果您认为应该有记录，请到服务窗口咨询。</translation>
    </message>
    <message>
        <source>Please try again later, or ask at the service window.</source>
        <translation>请稍后再试，或到服务窗口咨询。</translation>
    </message>
    <message>
        <source>This is what the centre has on record now</source>
        <translation>以上是中心目前的记录</translation>
    </message>
    <message>
        <source>If something is not right, please ask at the service window.</source>
        <translation>如有不符，请到服务窗口咨询。</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>办好了，结束</translation>
    </message>
    <message>
        <source>Print the proof</source>
        <translation>打印证明</translation>
    </message>
    <message>
        <source>Print this</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>It is being printed.</source>
        <translation>正在打印。</translation>
    </message>
    <message>
        <source>Please take the paper from the paper slot.</source>
        <translation>请从出纸口取走纸张。</translation>
    </message>
    <message>
        <source>There is no paper at the moment. Please ask at the service window.</source>
        <translation>打印机暂时没有纸，请到人工窗口打印。</translation>
    </message>
    <message>
        <source>Please look whether the paper is in the paper slot.</source>
        <translation>请看看出纸口有没有纸。</translation>
    </message>
    <message>
        <source>It could not be printed. Please ask at the service window.</source>
        <translation>没有打印成功，请到人工窗口打印。</translation>
    </message>
    <message>
        <source>This is the centre&apos;s list of %1</source>
        <translation>这是中心 %1 的名单</translation>
    </message>
    <message>
        <source>The centre cannot be asked at the moment. What is offered may have changed since.</source>
        <translation>现在无法询问中心，招聘情况可能已有变化。</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>parked</source>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>refused by the centre</source>
        <translation>中心未受理</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>待发送</translation>
    </message>
    <message>
        <source>Cases to send</source>
        <translation>待发送业务</translation>
    </message>
    <message>
        <source>%1 waiting, the oldest for %2</source>
        <translation>%1 件待发送，最早已等 %2</translation>
    </message>
    <message>
        <source>Nothing waits. Every case has reached the centre.</source>
        <translation>没有待发送业务，全部已送达中心。</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>重新发送</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 件</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>a test case, and this centre takes none</source>
        <translation>测试业务，中心不受理</translation>
    </message>
    <message>
        <source>sealed for another key of the centre</source>
        <translation>加密所用的中心密钥不符</translation>
    </message>
    <message>
        <source>made by another kiosk</source>
        <translation>由另一台终端生成</translation>
    </message>
    <message>
        <source>damaged on the way or here (%1)</source>
        <translation>在本机或传送途中损坏（%1）</translation>
    </message>
    <message>
        <source>the centre holds another case under this id</source>
        <translation>中心已有编号相同的另一笔业务</translation>
    </message>
    <message>
        <source>Nothing waits to be sent. The cases below need somebody to look at them.</source>
        <translation>没有等待发送的业务。下列业务需要人工处理。</translation>
    </message>
    <message>
        <source>There is nothing to send.</source>
        <translation>没有需要发送的业务。</translation>
    </message>
    <message>
        <source>Sending now.</source>
        <translation>正在发送。</translation>
    </message>
    <message>
        <source>The centre cannot be reached. They are sent by themselves as soon as it can.</source>
        <translation>现在连不上中心，恢复后会自动发送。</translation>
    </message>
    <message>
        <source>Everything that waited has been sent.</source>
        <translation>等待的业务已全部发送。</translation>
    </message>
    <message>
        <source>The case could not be closed</source>
        <translation>该业务未能结束</translation>
    </message>
    <message>
        <source>Close it</source>
        <translation>结束办理</translation>
    </message>
    <message>
        <source>The centre takes nothing from this machine now. Why is said above; nothing is lost.</source>
        <translation>中心目前不接收本机的数据，原因见上方；数据不会丢失。</translation>
    </message>
    <message>
        <source>about a case that was closed here</source>
        <translation>所针对的业务已在本机结束</translation>
    </message>
    <message>
        <source>after case %1, which is not with the centre</source>
        <translation>须待业务 %1 送达中心后发送</translation>
    </message>
    <message>
        <source>its content was lost when the memory of this machine was damaged</source>
        <translation>本机存储损坏时，其内容已丢失</translation>
    </message>
</context>
<context>
    <name>ReaderCard</name>
    <message>
        <source>Ready</source>
        <translation>可以使用</translation>
    </message>
    <message>
        <source>Resting: %1 Please tell the staff.</source>
        <translation>暂停使用：%1请告诉工作人员。</translation>
    </message>
    <message>
        <source>There is a card in it already</source>
        <translation>里面已有一张卡</translation>
    </message>
</context>
<context>
    <name>ReadingPage</name>
    <message>
        <source>Reading your card</source>
        <translation>正在读卡</translation>
    </message>
    <message>
        <source>Please leave the card where it is. This takes a second or two.</source>
        <translation>请不要移动卡片，一两秒就好。</translation>
    </message>
    <message>
        <source>Checking your electronic card</source>
        <translation>正在核验电子卡</translation>
    </message>
    <message>
        <source>The centre is asked whose it is. This takes a second or two.</source>
        <translation>正在向中心核验，需要一两秒。</translation>
    </message>
    <message>
        <source>The centre is asked whether the card may be read here. Please leave it where it is.</source>
        <translation>正在向中心申请读卡授权，请不要取出卡片。</translation>
    </message>
</context>
<context>
    <name>RefusedPage</name>
    <message>
        <source>We respect your decision</source>
        <translation>我们尊重您的决定</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>再看一遍</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Please go to the service window</source>
        <translation>请到服务窗口办理</translation>
    </message>
    <message>
        <source>Take your card and your documents with you. The staff there can do everything this machine does. Nothing about you was kept here.</source>
        <translation>请带好卡片和材料，工作人员可以为您办理全部业务。本机没有保留您的任何信息。</translation>
    </message>
    <message>
        <source>The clerk&apos;s social security card or resident ID card, and the unit&apos;s credit code</source>
        <translation>经办人的社会保障卡或居民身份证，单位统一社会信用代码</translation>
    </message>
    <message>
        <source>Your social security card or resident ID card</source>
        <translation>本人社会保障卡或居民身份证</translation>
    </message>
    <message>
        <source> (if you have it)</source>
        <translation>（如有请带）</translation>
    </message>
    <message>
        <source>Window hours</source>
        <translation>窗口时间</translation>
    </message>
    <message>
        <source>Print what to bring</source>
        <translation>打印要带的材料</translation>
    </message>
    <message>
        <source>What do I need?</source>
        <translation>要带什么？</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Is everything right?</source>
        <translation>请核对，内容都对吗？</translation>
    </message>
    <message>
        <source>All correct</source>
        <translation>全部正确</translation>
    </message>
</context>
<context>
    <name>SaidChoice</name>
    <message>
        <source>%1, but %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>%1. Which is right?</source>
        <translation>%1。哪个对？</translation>
    </message>
    <message>
        <source>your social security card</source>
        <translation>您的社会保障卡</translation>
    </message>
    <message>
        <source>your identity card</source>
        <translation>您的身份证</translation>
    </message>
    <message>
        <source>your permit</source>
        <translation>您的通行证</translation>
    </message>
    <message>
        <source>your document number</source>
        <translation>您的证件号码</translation>
    </message>
    <message>
        <source>your company&apos;s record</source>
        <translation>单位的记录</translation>
    </message>
    <message>
        <source>the centre&apos;s record</source>
        <translation>中心的记录</translation>
    </message>
    <message>
        <source>%1 says something else</source>
        <translation>%1与此不同</translation>
    </message>
    <message>
        <source>Here %1 counts. If it is wrong, please have it put right at a window.</source>
        <translation>这里以%1为准。如果不对，请到人工窗口更正。</translation>
    </message>
    <message>
        <source>Which is right: %1</source>
        <translation>哪个对：%1</translation>
    </message>
    <message>
        <source>Go by %1</source>
        <translation>以%1为准</translation>
    </message>
    <message>
        <source>%1 says &quot;%2&quot;</source>
        <translation>%1上是“%2”</translation>
    </message>
    <message>
        <source>%1. Please compare, and touch it if it is right.</source>
        <translation>%1。请核对，对的请点一下。</translation>
    </message>
    <message>
        <source>your paper</source>
        <translation>您的材料</translation>
    </message>
    <message>
        <source>The machine is not sure what your paper says: please check every character.</source>
        <translation>本机不能确定您的材料上写的是什么，请逐字核对。</translation>
    </message>
    <message>
        <source>%1, but it may have been read wrong. Please check every character, and touch it only if it is right.</source>
        <translation>%1，但可能读错了。请逐字核对，确认无误后再触摸选用。</translation>
    </message>
    <message>
        <source>The place on your paper</source>
        <translation>材料上的位置</translation>
    </message>
    <message>
        <source>%1 – please check</source>
        <translation>%1（请核对）</translation>
    </message>
</context>
<context>
    <name>SalvageNotice</name>
    <message>
        <source>Cases whose content is gone: %1. They stand below and cannot be sent. Ask the centre whether it has them; if not, their persons have to come again. Then close them.</source>
        <translation>内容已丢失的业务：%1 件。已列在下方，无法传送。请向中心核实是否已收到；如未收到，需请当事人重新办理，然后将其关闭。</translation>
    </message>
    <message>
        <source>Cases of which this machine does not know any more whose they are: %1. They are sent like all others; their persons are not shown them here, and need not hand them in again.</source>
        <translation>本机已无法得知当事人的业务：%1 件。它们照常传送；本机不再向当事人显示，当事人无需重新提交。</translation>
    </message>
    <message>
        <source>Cases of which only a piece is left: %1. Tell the centre, and have a technician keep the damaged files.</source>
        <translation>仅存残片的业务：%1 件。请告知中心，并请技术人员保存损坏的文件。</translation>
    </message>
    <message>
        <source>Whether there was more cannot be told. Have a technician keep the damaged files.</source>
        <translation>无法确定是否还有其他业务。请技术人员保存损坏的文件。</translation>
    </message>
    <message>
        <source>All cases that lay here were kept: %1.</source>
        <translation>原存于本机的业务已全部保留：%1 件。</translation>
    </message>
    <message>
        <source>The memory of this machine was damaged on %1</source>
        <translation>本机存储于 %1 发生损坏</translation>
    </message>
    <message>
        <source>I have seen it</source>
        <translation>我已知悉</translation>
    </message>
</context>
<context>
    <name>ScanPage</name>
    <message>
        <source>The camera is starting.</source>
        <translation>摄像头正在启动。</translation>
    </message>
    <message>
        <source>Page found. Let it lie still.</source>
        <translation>已看到材料，请保持不动。</translation>
    </message>
    <message>
        <source>Hold still, taking the picture.</source>
        <translation>请保持不动，马上拍照。</translation>
    </message>
    <message>
        <source>Taking the picture…</source>
        <translation>正在拍照…</translation>
    </message>
    <message>
        <source>Is everything easy to read?</source>
        <translation>文字都清楚吗？</translation>
    </message>
    <message>
        <source>Lay the page flat in the middle of the tray.</source>
        <translation>请把材料平放在台面中间。</translation>
    </message>
    <message>
        <source>Check the picture</source>
        <translation>请检查照片</translation>
    </message>
    <message>
        <source>Scan: %1</source>
        <translation>扫描：%1</translation>
    </message>
    <message>
        <source>Use this picture</source>
        <translation>使用这张</translation>
    </message>
    <message>
        <source>Take picture now</source>
        <translation>立即拍照</translation>
    </message>
    <message>
        <source>Take again</source>
        <translation>重拍</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>The picture that was taken</source>
        <translation>拍好的照片</translation>
    </message>
    <message>
        <source>Live picture of the tray</source>
        <translation>台面实时画面</translation>
    </message>
    <message>
        <source>Please tell a member of staff, or go back: what you entered is kept.</source>
        <translation>请告诉工作人员，或返回：已填写的内容会保留。</translation>
    </message>
    <message>
        <source>Lay it flat</source>
        <translation>平放</translation>
    </message>
    <message>
        <source>All corners in the picture</source>
        <translation>四角入镜</translation>
    </message>
    <message>
        <source>Hands away</source>
        <translation>手移开</translation>
    </message>
    <message>
        <source>Page %1 (up to %2). %3</source>
        <translation>第 %1 页（最多 %2 页）。%3</translation>
    </message>
    <message>
        <source>No more pages</source>
        <translation>没有更多页了</translation>
    </message>
    <message>
        <source>Lay the next page on the tray, or touch &quot;No more pages&quot;.</source>
        <translation>请放下一页；没有了就点“没有更多页了”。</translation>
    </message>
    <message>
        <source>Meanwhile you can lay the page on the tray.</source>
        <translation>您可以先把材料放到托盘上。</translation>
    </message>
    <message>
        <source>Bring it to the window</source>
        <translation>改交窗口</translation>
    </message>
    <message>
        <source>This paper is taken. A new picture takes the place of the last page.</source>
        <translation>这份材料已拍好。再拍一张会替换最后一页。</translation>
    </message>
    <message>
        <source>Lift the page and lay it down again, or touch &quot;Take picture now&quot;.</source>
        <translation>请拿起材料重新放好，或点“立即拍照”。</translation>
    </message>
    <message>
        <source>You can also go on now and bring the paper to the window.</source>
        <translation>您也可以继续办理，之后把材料交到窗口。</translation>
    </message>
    <message>
        <source>Promise instead</source>
        <translation>用承诺代替</translation>
    </message>
    <message>
        <source>Hand it in later</source>
        <translation>以后补交</translation>
    </message>
    <message>
        <source>You have not got it with you?</source>
        <translation>没带这份材料？</translation>
    </message>
    <message>
        <source>You may go on and bring it to the window until %1.</source>
        <translation>可以先往下办，%1前到窗口补交。</translation>
    </message>
    <message numerus="yes">
        <source>You may go on and bring it to the window within %n working day(s).</source>
        <translation>
            <numerusform>可以先往下办，%n个工作日内到窗口补交。</numerusform>
        </translation>
    </message>
    <message>
        <source>The centre has no electronic licence of it, so please scan it.</source>
        <translation>中心没有查到它的电子证照，请扫描纸质材料。</translation>
    </message>
    <message>
        <source>The electronic licence at the centre is no longer valid, so please scan it.</source>
        <translation>中心查到的电子证照已过有效期，请扫描纸质材料。</translation>
    </message>
    <message>
        <source>The electronic licence could not be looked up now, so please scan it.</source>
        <translation>现在查不了电子证照，请扫描纸质材料。</translation>
    </message>
    <message>
        <source>The pages of the other people are still to come.</source>
        <translation>还要放上其他人的材料。</translation>
    </message>
    <message>
        <source>Your case itself can still be handed in here.</source>
        <translation>业务本身仍可在本机提交。</translation>
    </message>
    <message>
        <source>Lay page %1 on the tray. The new picture takes the place of the old one.</source>
        <translation>请把第 %1 页放在台面上。新拍的会替换原来的。</translation>
    </message>
    <message numerus="yes">
        <source>Look at the %n page(s) taken</source>
        <translation>
            <numerusform>查看已拍的 %n 页</numerusform>
        </translation>
    </message>
    <message>
        <source>Is everything easy to read? Then the other half comes.</source>
        <translation>看得清楚吗？清楚的话，接着拍另一半。</translation>
    </message>
    <message>
        <source>Check the first half</source>
        <translation>请检查这一半</translation>
    </message>
    <message>
        <source>Check the whole sheet</source>
        <translation>请检查整张纸</translation>
    </message>
    <message>
        <source>Second half again</source>
        <translation>重拍后一半</translation>
    </message>
    <message>
        <source>First half again</source>
        <translation>重拍前一半</translation>
    </message>
    <message>
        <source>The paper is larger than the tray</source>
        <translation>纸比台面大</translation>
    </message>
    <message>
        <source>The paper fits on the tray</source>
        <translation>纸放得下</translation>
    </message>
</context>
<context>
    <name>ScrollArea</name>
    <message>
        <source>Page up</source>
        <translation>上一屏</translation>
    </message>
    <message>
        <source>Screen %1 of %2</source>
        <translation>第 %1 屏，共 %2 屏</translation>
    </message>
    <message>
        <source>Page down</source>
        <translation>下一屏</translation>
    </message>
</context>
<context>
    <name>SharingPage</name>
    <message>
        <source>Public security: identity records</source>
        <translation>公安部门（身份信息）</translation>
    </message>
    <message>
        <source>Market regulation: registered businesses</source>
        <translation>市场监管部门（经营主体登记）</translation>
    </message>
    <message>
        <source>Social insurance office</source>
        <translation>社会保险经办机构</translation>
    </message>
    <message>
        <source>Register of labour contracts</source>
        <translation>劳动用工备案系统</translation>
    </message>
    <message>
        <source>Pension office</source>
        <translation>养老保险待遇发放机构</translation>
    </message>
    <message>
        <source>Civil affairs: register of deaths</source>
        <translation>民政部门（死亡登记）</translation>
    </message>
    <message>
        <source>Judicial administration</source>
        <translation>司法行政部门</translation>
    </message>
    <message>
        <source>Education: school and degree records</source>
        <translation>教育部门（学籍学历）</translation>
    </message>
    <message>
        <source>Disabled Persons&apos; Federation</source>
        <translation>残疾人联合会</translation>
    </message>
    <message>
        <source>Civil affairs: minimum living allowance</source>
        <translation>民政部门（最低生活保障）</translation>
    </message>
    <message>
        <source>Civil affairs: register of marriages</source>
        <translation>民政部门（婚姻登记）</translation>
    </message>
    <message>
        <source>Bank of your account</source>
        <translation>您的开户银行</translation>
    </message>
    <message>
        <source>May we check your details with these offices?</source>
        <translation>可以向这些部门核对您的信息吗？</translation>
    </message>
    <message>
        <source>What for: only for your case &quot;%1&quot;. Each office is asked about what is named with it, and nothing else.</source>
        <translation>用途：只用于办理“%1”。每个部门只核对上面写明的内容。</translation>
    </message>
    <message>
        <source>If you say no: nobody is asked, and everything goes on all the same. A member of staff looks at your case, which may take longer, and may ask you for papers.</source>
        <translation>如果您不同意：我们不会向任何部门核对，业务照常办理。工作人员会人工审核，可能慢一些，也可能请您补交材料。</translation>
    </message>
    <message>
        <source>Yes, you may check</source>
        <translation>同意核对</translation>
    </message>
    <message>
        <source>No, do not check</source>
        <translation>不同意核对</translation>
    </message>
    <message>
        <source>the electronic licence of &quot;%1&quot;, so that it need not be scanned</source>
        <translation>“%1”的电子证照，查到就不用扫描</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Please sign in with a card</source>
        <translation>请插卡或放置身份证</translation>
    </message>
    <message>
        <source>Social security card</source>
        <translation>社会保障卡</translation>
    </message>
    <message>
        <source>Put it into the slot, chip first and facing up, and leave it there.</source>
        <translation>芯片朝上、先插芯片一端，插入卡槽，办理期间不要取出。</translation>
    </message>
    <message>
        <source>Resident ID card</source>
        <translation>居民身份证</translation>
    </message>
    <message>
        <source>Lay it flat on the reading plate until the screen changes.</source>
        <translation>平放在感应区，等屏幕变化后再取走。</translation>
    </message>
    <message>
        <source>Travel permit of Hong Kong, Macao or Taiwan residents</source>
        <translation>使用港澳居民、台湾居民通行证</translation>
    </message>
</context>
<context>
    <name>SignPage</name>
    <message>
        <source>Please sign with your finger</source>
        <translation>请用手指签名</translation>
    </message>
    <message>
        <source>I declare that what I have stated is true, and I apply for this service.</source>
        <translation>我声明所填内容真实，并申请办理这项业务。</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Please sign first</source>
        <translation>请先签名</translation>
    </message>
    <message>
        <source>You apply for</source>
        <translation>办理业务</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签名人</translation>
    </message>
    <message>
        <source>Signature field</source>
        <translation>签名框</translation>
    </message>
    <message>
        <source>Please sign again</source>
        <translation>请重新签名</translation>
    </message>
    <message>
        <source>Write your name in the white field. If you cannot sign, please touch &quot;Help&quot;.</source>
        <translation>请在白色框内写下姓名。如不便签名，请按“求助”呼叫工作人员。</translation>
    </message>
    <message>
        <source>Something was changed after you signed, so that signature has been removed.</source>
        <translation>您签名后修改了内容，原来的签名已清除。</translation>
    </message>
</context>
<context>
    <name>Spoken</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1%2</translation>
    </message>
</context>
<context>
    <name>StaffRoot</name>
    <message>
        <source>Exit the program?</source>
        <translation>要退出程序吗？</translation>
    </message>
    <message>
        <source>Visitors cannot use the kiosk until it is started again.</source>
        <translation>重新启动前，群众无法使用本机。</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>继续使用</translation>
    </message>
    <message>
        <source>Exit program</source>
        <translation>退出程序</translation>
    </message>
</context>
<context>
    <name>StepDots</name>
    <message>
        <source>Step %1 of %2, %3</source>
        <translation>第 %1 步，共 %2 步，%3</translation>
    </message>
</context>
<context>
    <name>SubmittingPage</name>
    <message>
        <source>Submitting your case</source>
        <translation>正在提交</translation>
    </message>
    <message>
        <source>Please wait a moment. Your case is being saved.</source>
        <translation>请稍等，正在保存您的业务。</translation>
    </message>
</context>
<context>
    <name>SuggestionPanel</name>
    <message>
        <source>No, thanks</source>
        <translation>暂不需要</translation>
    </message>
    <message>
        <source>No, thanks: %1</source>
        <translation>暂不需要：%1</translation>
    </message>
</context>
<context>
    <name>SummaryColumns</name>
    <message>
        <source>from your card</source>
        <translation>来自您的卡片</translation>
    </message>
    <message>
        <source>from the centre</source>
        <translation>来自中心</translation>
    </message>
    <message>
        <source>entered by you</source>
        <translation>您填写的</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Change: %1</source>
        <translation>修改：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) scanned</source>
        <translation>
            <numerusform>已扫描 %n 页</numerusform>
        </translation>
    </message>
    <message>
        <source>Page %1</source>
        <translation>第 %1 页</translation>
    </message>
    <message>
        <source>To be brought to the window</source>
        <translation>需到窗口补交</translation>
    </message>
    <message>
        <source>from your permit</source>
        <translation>来自通行证</translation>
    </message>
    <message>
        <source>from the worker&apos;s card</source>
        <translation>来自员工的证件</translation>
    </message>
    <message>
        <source>To be brought to the window until %1</source>
        <translation>%1前到窗口补交</translation>
    </message>
    <message>
        <source>You promise instead: the paper would show what you filled in. You sign this with your case.</source>
        <translation>您已承诺代替：材料要证明的情况与您填写的一致。您会和这项业务一起签名。</translation>
    </message>
    <message>
        <source>Checking your details</source>
        <translation>核对您的信息</translation>
    </message>
    <message>
        <source>valid until %1</source>
        <translation>有效期至%1</translation>
    </message>
    <message>
        <source>valid without end</source>
        <translation>长期有效</translation>
    </message>
    <message>
        <source>The centre has it as an electronic licence: no scan needed. No. %1, %2</source>
        <translation>中心已有电子证照，不用扫描。编号%1，%2</translation>
    </message>
    <message>
        <source>Your paper says &quot;%1&quot;. Please compare.</source>
        <translation>您的材料上是“%1”，请核对。</translation>
    </message>
    <message>
        <source>read from your paper</source>
        <translation>读自您的材料</translation>
    </message>
</context>
<context>
    <name>TablePage</name>
    <message>
        <source>Take a table from a USB stick</source>
        <translation>从U盘读取名单表格</translation>
    </message>
    <message>
        <source>One table holds up to %1 people. Nothing is written to your stick, and nothing of it stays here after your visit.</source>
        <translation>一张表格最多%1人。本机不会往U盘里写任何内容，您离开后本机也不留下表格内容。</translation>
    </message>
    <message>
        <source>Print the column headings</source>
        <translation>打印表格列名</translation>
    </message>
    <message>
        <source>The headings are being printed.</source>
        <translation>正在打印列名。</translation>
    </message>
    <message>
        <source>Please take the paper from the paper slot.</source>
        <translation>请从出纸口取走纸条。</translation>
    </message>
    <message>
        <source>There is no paper at the moment. The headings stand at the bottom of this page.</source>
        <translation>暂时没有纸。列名在本页下方。</translation>
    </message>
    <message>
        <source>Please look whether the paper is in the paper slot.</source>
        <translation>请看看出纸口有没有纸条。</translation>
    </message>
    <message>
        <source>The headings could not be printed. They stand at the bottom of this page.</source>
        <translation>列名没有打印出来。列名在本页下方。</translation>
    </message>
    <message>
        <source>There is a USB stick in the machine that was here before you</source>
        <translation>机器上有一个在您之前就插着的U盘</translation>
    </message>
    <message>
        <source>If it is yours, please take it out and put it in again. If not, please give it to the staff.</source>
        <translation>如果是您的，请拔出后重新插入；如果不是，请交给工作人员。</translation>
    </message>
    <message>
        <source>Please put your USB stick into the machine</source>
        <translation>请把U盘插到机器上</translation>
    </message>
    <message>
        <source>The table must be saved as CSV and lie in the top folder of the stick, not in a folder.</source>
        <translation>表格要另存为CSV文件，放在U盘最外层，不要放在文件夹里。</translation>
    </message>
    <message>
        <source>There is no table on this stick</source>
        <translation>这个U盘上没有表格</translation>
    </message>
    <message>
        <source>There are more files on this stick than can be shown here</source>
        <translation>U盘上的文件太多，这里显示不完</translation>
    </message>
    <message>
        <source>If yours is not among them, please bring a stick with fewer files.</source>
        <translation>如果没有您要的文件，请换一个文件少的U盘。</translation>
    </message>
    <message>
        <source>Take this table: %1</source>
        <translation>读取这张表格：%1</translation>
    </message>
    <message>
        <source>Files of a spreadsheet program cannot be taken as they are</source>
        <translation>电子表格文件不能直接读取</translation>
    </message>
    <message>
        <source>Please open the file there, choose Save As, and save it as CSV.</source>
        <translation>请在表格软件中打开它，选择“另存为”，保存为CSV文件。</translation>
    </message>
    <message>
        <source>The first row of the table holds these headings</source>
        <translation>表格第一行写这些列名</translation>
    </message>
    <message>
        <source>Below it stands one person in each row. Columns of numbers are to be formatted as text.</source>
        <translation>下面每行写一个人。号码列请设为“文本”格式。</translation>
    </message>
    <message>
        <source>The column headings, as a code</source>
        <translation>表格列名二维码</translation>
    </message>
    <message>
        <source>These may be added, where you know them: %1</source>
        <translation>下列各列知道就可以加上：%1</translation>
    </message>
</context>
<context>
    <name>TableRowsPage</name>
    <message>
        <source>This table cannot be taken yet</source>
        <translation>这张表格还不能读取</translation>
    </message>
    <message>
        <source>Rows to be corrected</source>
        <translation>需要改正的行</translation>
    </message>
    <message>
        <source>What is in the table</source>
        <translation>表格内容</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Take none</source>
        <translation>都不要</translation>
    </message>
    <message>
        <source>Go on without them</source>
        <translation>不要这些人，继续</translation>
    </message>
    <message>
        <source>Take the right rows: %1</source>
        <translation>取用正确的%1行</translation>
    </message>
    <message>
        <source>Please correct the table on your computer and bring it again</source>
        <translation>请在电脑上改好表格后再来</translation>
    </message>
    <message>
        <source>Nothing of it has been taken.</source>
        <translation>表格内容没有被取用。</translation>
    </message>
    <message>
        <source>Line %1, %2</source>
        <translation>第%1行，%2</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>第%1行</translation>
    </message>
    <message>
        <source>People taken from the table: %1</source>
        <translation>已从表格取用%1人</translation>
    </message>
    <message>
        <source>Rows that are right and can be taken: %1</source>
        <translation>正确、可以取用的有%1行</translation>
    </message>
    <message>
        <source>Rows with errors: %1</source>
        <translation>有错误的有%1行</translation>
    </message>
    <message>
        <source>Correct them here one by one, or go on without them.</source>
        <translation>可以在这里逐个改正，也可以不要这些人，继续办理。</translation>
    </message>
    <message>
        <source>They can be corrected here, one by one, once the others have been taken.</source>
        <translation>先取用正确的行，然后可以在这里逐个改正。</translation>
    </message>
    <message>
        <source>These columns are not needed and were left out</source>
        <translation>这些列用不到，没有读取</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>第%1行：%2</translation>
    </message>
    <message>
        <source>Correct here</source>
        <translation>在这里改正</translation>
    </message>
    <message>
        <source>Correct here: line %1</source>
        <translation>在这里改正：第%1行</translation>
    </message>
    <message>
        <source>This person</source>
        <translation>这个人</translation>
    </message>
</context>
<context>
    <name>TakeCardPage</name>
    <message>
        <source>Please take your card</source>
        <translation>请取走您的卡片</translation>
    </message>
    <message>
        <source>Your card is still in the machine</source>
        <translation>您的卡片还在机器里</translation>
    </message>
    <message>
        <source>Thank you</source>
        <translation>谢谢</translation>
    </message>
    <message>
        <source>Please also take what is yours: documents from the tray, and your receipt if one was printed.</source>
        <translation>请一并带走您的物品：台面上的材料，以及打印出的回执。</translation>
    </message>
    <message>
        <source>Please take your card and your USB stick</source>
        <translation>请取走您的卡和U盘</translation>
    </message>
    <message>
        <source>Please take your USB stick</source>
        <translation>请取走您的U盘</translation>
    </message>
    <message>
        <source>Your card and your USB stick are still in the machine</source>
        <translation>您的卡和U盘还在机器上</translation>
    </message>
    <message>
        <source>Your USB stick is still in the machine</source>
        <translation>您的U盘还在机器上</translation>
    </message>
</context>
<context>
    <name>TakeStaffCard</name>
    <message>
        <source>Please take your staff card</source>
        <translation>请取走您的工作人员卡</translation>
    </message>
    <message>
        <source>Your card is still in the machine</source>
        <translation>您的卡片还在机器里</translation>
    </message>
    <message>
        <source>Maintenance is closed. Visitors can begin as soon as the card is out.</source>
        <translation>维护已关闭。取走卡后，群众即可使用。</translation>
    </message>
</context>
<context>
    <name>TargetPanel</name>
    <message>
        <source>This machine has no A4 printer. Write the target to a file (hallctl camera target --out target.pdf) and print it elsewhere on A4, at 100 %.</source>
        <translation>本机没有 A4 打印机。请把标定板存成文件（hallctl camera target --out target.pdf），在别处用 A4 纸按 100% 打印。</translation>
    </message>
    <message>
        <source>Print another target</source>
        <translation>再打印一张标定板</translation>
    </message>
    <message>
        <source>Print the target</source>
        <translation>打印标定板</translation>
    </message>
    <message>
        <source>The target is being printed…</source>
        <translation>正在打印标定板…</translation>
    </message>
    <message>
        <source>The target is printed</source>
        <translation>标定板已打印</translation>
    </message>
    <message>
        <source>No printer is true to the millimetre: measure its bar all the same.</source>
        <translation>打印机都不会分毫不差：仍请量一量黑条。</translation>
    </message>
</context>
<context>
    <name>UnitPage</name>
    <message>
        <source>The code has 18 characters. Please go on typing.</source>
        <translation>代码共18位，请继续输入。</translation>
    </message>
    <message>
        <source>One character of this code is wrong. Please compare it with the licence.</source>
        <translation>代码有一位不对，请对照执照检查。</translation>
    </message>
    <message>
        <source>We find no company with this code that has named you as its clerk. Please compare the code. If it is right, your company has to name you first; the service window can help.</source>
        <translation>没有查到您是这个代码的单位的经办人。请核对代码。代码没有错的，请单位先登记您为经办人，也可以到窗口咨询。</translation>
    </message>
    <message>
        <source>There is no credit code in what was scanned. Please hold the licence&apos;s code before the scanner once more, or type it.</source>
        <translation>扫到的内容里没有统一社会信用代码。请把执照上的二维码再扫一次，或者直接输入。</translation>
    </message>
    <message>
        <source>To act for a company, please sign in with your own card.</source>
        <translation>为单位办事，请先用您本人的卡登录。</translation>
    </message>
    <message>
        <source>The centre did not answer. Please try again in a moment.</source>
        <translation>中心暂时没有回应，请稍后再试。</translation>
    </message>
    <message>
        <source>Which company or institution do you act for?</source>
        <translation>您为哪个单位办事？</translation>
    </message>
    <message>
        <source>Type its unified social credit code, or hold the code on its licence before the scanner.</source>
        <translation>请输入单位的统一社会信用代码，也可以扫执照上的二维码。</translation>
    </message>
    <message>
        <source>Type its unified social credit code. It stands on the licence.</source>
        <translation>请输入单位的统一社会信用代码，执照上有。</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>No connection at the moment</source>
        <translation>现在没有网络连接</translation>
    </message>
    <message>
        <source>You can act for your company all the same. The centre checks later that it has named you as its clerk.</source>
        <translation>仍然可以为单位办事。您是不是单位登记的经办人，由中心稍后核对。</translation>
    </message>
    <message>
        <source>Entered: %1</source>
        <translation>已输入：%1</translation>
    </message>
    <message>
        <source>Nothing entered yet</source>
        <translation>还没有输入</translation>
    </message>
    <message>
        <source>%1 of 18 characters</source>
        <translation>已输入 %1 位，共 18 位</translation>
    </message>
</context>
<context>
    <name>UnprovedNotice</name>
    <message>
        <source>You can fill in the forms yourself and hand them in here.</source>
        <translation>您可以在本机自己填表并提交。</translation>
    </message>
    <message>
        <source>What the centre already keeps about you is not shown here: a permit alone does not tell the machine that it is yours. The service window can look it up.</source>
        <translation>仅凭通行证，本机不能确认是您本人，所以不显示中心已有的个人信息。需要查询请到服务窗口。</translation>
    </message>
</context>
<context>
    <name>VisitorPage</name>
    <message>
        <source>Connected</source>
        <translation>网络正常</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>网络未连接</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>填写信息</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>核对信息</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签名提交</translation>
    </message>
    <message>
        <source>Connecting to the centre</source>
        <translation>正在连接中心</translation>
    </message>
    <message>
        <source>This needs the network. Please come again once it is connected, or ask at the service window.</source>
        <translation>此项业务需要联网。请在恢复联网后再来，或到服务窗口办理。</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>扫描材料</translation>
    </message>
    <message>
        <source>This shows what the centre keeps about a person. A travel permit alone does not tell the machine that it is yours: please go to the service window with it.</source>
        <translation>这项业务会显示中心保存的个人信息。仅凭通行证，本机不能确认是您本人，请持证到服务窗口办理。</translation>
    </message>
    <message>
        <source>This needs another document than the one you signed in with, your social security card for example. Please sign in with it, or ask at the service window.</source>
        <translation>这项业务要用别的证件办理，比如社会保障卡。请换证件登录，或到服务窗口咨询。</translation>
    </message>
    <message>
        <source>Please use the counter: bring your card and your papers there.</source>
        <translation>请带上卡和材料到窗口办理。</translation>
    </message>
</context>
<context>
    <name>VisitorRoot</name>
    <message>
        <source>Leave this service?</source>
        <translation>要离开这项业务吗？</translation>
    </message>
    <message>
        <source>What you entered for this service will be removed. Nothing has been submitted yet.</source>
        <translation>这项业务填写的内容会清除，目前还没有提交。</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>继续办理</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>End your visit?</source>
        <translation>要结束办理吗？</translation>
    </message>
    <message>
        <source>You will be signed out and your data will be removed from this screen. Cases you submitted are safe.</source>
        <translation>将退出登录并清除屏幕上的信息。已提交的业务不受影响。</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>继续办理</translation>
    </message>
    <message>
        <source>End visit</source>
        <translation>结束办理</translation>
    </message>
    <message>
        <source>Do you need help?</source>
        <translation>需要帮助吗？</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Your card has been taken out</source>
        <translation>卡片已取出</translation>
    </message>
    <message>
        <source>Are you still here?</source>
        <translation>您还在吗？</translation>
    </message>
    <message>
        <source>Put it back to go on. Otherwise this visit closes and what you entered is removed.</source>
        <translation>放回卡片可继续办理；否则本次办理将关闭，填写的内容会清除。</translation>
    </message>
    <message>
        <source>To protect your data, this visit will close and everything you entered will be removed.</source>
        <translation>为保护您的信息，本次办理即将关闭，填写的内容会全部清除。</translation>
    </message>
    <message>
        <source>Your call for help is shown</source>
        <translation>屏幕上已显示求助</translation>
    </message>
    <message>
        <source>The top of this screen shows the staff that you need help. If nobody comes, please go to the service desk.</source>
        <translation>屏幕顶部已向工作人员显示您需要帮助。如无人前来，请到服务台。</translation>
    </message>
    <message>
        <source>The top of this screen will show the staff that you need help. Nobody sees your data unless you show it.</source>
        <translation>屏幕顶部会向工作人员显示您需要帮助。未经您同意，没有人能看到您的信息。</translation>
    </message>
    <message>
        <source>I have been helped</source>
        <translation>已得到帮助</translation>
    </message>
    <message>
        <source>Call for help</source>
        <translation>我要求助</translation>
    </message>
    <message>
        <source>Help is wanted here</source>
        <translation>此处需要帮助</translation>
    </message>
    <message>
        <source>This is not the same card</source>
        <translation>这不是刚才那张卡</translation>
    </message>
    <message>
        <source>This card could not be read</source>
        <translation>这张卡没有读出来</translation>
    </message>
    <message>
        <source>The visit that was begun here waits for its own card and closes in a few seconds; what was entered is removed. Then this card can be used.</source>
        <translation>这里正在办理的业务要用原来的卡继续，几秒后将关闭，已填写的内容会清除。之后可以用这张卡办理。</translation>
    </message>
    <message>
        <source>Take it out and put it in again to go on. Otherwise this visit closes and what you entered is removed.</source>
        <translation>请取出后重新插入，可以继续办理；否则本次办理将关闭，已填写的内容会清除。</translation>
    </message>
    <message>
        <source>The staff are working on this machine</source>
        <translation>工作人员正在维护本机</translation>
    </message>
    <message>
        <source>Your visit is kept and hidden meanwhile. It goes on when the door is closed.</source>
        <translation>您的办理已保留，并已隐藏屏幕内容。维护门关上后即可继续。</translation>
    </message>
    <message>
        <source>The power has failed. Please finish soon.</source>
        <translation>市电已断，请尽快办完。</translation>
    </message>
    <message>
        <source>Take this case back?</source>
        <translation>要撤回这件业务吗？</translation>
    </message>
    <message>
        <source>It will not be decided. You can apply anew at any time.</source>
        <translation>撤回后不再办理。您可以随时重新申请。</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>不撤回</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Keep what I entered until midnight</source>
        <translation>保存已填内容，今天内再办</translation>
    </message>
</context>
<context>
    <name>WorkerCardRow</name>
    <message>
        <source>Type it instead</source>
        <translation>改为手工填写</translation>
    </message>
    <message>
        <source>Read the worker&apos;s card</source>
        <translation>读员工的身份证</translation>
    </message>
    <message>
        <source>The worker&apos;s card was read. Please take it off the reader.</source>
        <translation>已读到员工的身份证，请把卡取走。</translation>
    </message>
    <message>
        <source>This is your own card. Please put the worker&apos;s card on the reader.</source>
        <translation>这是您本人的卡，请放员工的身份证。</translation>
    </message>
    <message>
        <source>This card could not be read. Please put it down once more.</source>
        <translation>没有读到，请重新放一次。</translation>
    </message>
    <message>
        <source>This card cannot be used: it has expired, or its number is wrong. Please type what is on it.</source>
        <translation>这张卡已过期或号码有误，不能使用。请手工填写。</translation>
    </message>
    <message>
        <source>Put the worker&apos;s card on the reader</source>
        <translation>请把员工的身份证放到读卡区</translation>
    </message>
</context>
</TS>
