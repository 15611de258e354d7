<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AssistBar</name>
    <message>
        <source>Home</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>Large</translation>
    </message>
    <message>
        <source>Extra large</source>
        <translation>Extra large</translation>
    </message>
    <message>
        <source>Standard colours</source>
        <translation>Standard colours</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>High contrast, dark</translation>
    </message>
    <message>
        <source>High contrast, light</source>
        <translation>High contrast, light</translation>
    </message>
    <message>
        <source>Low glare</source>
        <translation>Low glare</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Contrast</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Help</translation>
    </message>
</context>
<context>
    <name>AttractPage</name>
    <message>
        <source>Employment services at this machine</source>
        <translation>Employment services at this machine</translation>
    </message>
    <message>
        <source>Bring your social security card or resident ID card. Most things take less than ten minutes.</source>
        <translation>Bring your social security card or resident ID card. Most things take less than ten minutes.</translation>
    </message>
    <message>
        <source>Touch the screen to start</source>
        <translation>Touch the screen to start</translation>
    </message>
    <message>
        <source>Card reading is resting</source>
        <translation>Card reading is resting</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Connected</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>No connection</translation>
    </message>
    <message>
        <source>You can look around; to apply, please go to the service window.</source>
        <translation>You can look around; to apply, please go to the service window.</translation>
    </message>
    <message>
        <source>What you submit is sent at once.</source>
        <translation>What you submit is sent at once.</translation>
    </message>
    <message>
        <source>You can apply all the same: your case is kept here safely and sent later.</source>
        <translation>You can apply all the same: your case is kept here safely and sent later.</translation>
    </message>
    <message>
        <source>Connecting to the centre</source>
        <translation>Connecting to the centre</translation>
    </message>
    <message>
        <source>You can begin at once.</source>
        <translation>You can begin at once.</translation>
    </message>
    <message>
        <source>What can I do here? What do I need?</source>
        <translation>What can I do here? What do I need?</translation>
    </message>
</context>
<context>
    <name>BusyStrip</name>
    <message>
        <source>One moment, please…</source>
        <translation>One moment, please…</translation>
    </message>
</context>
<context>
    <name>CalibrationPage</name>
    <message>
        <source>Calibrate the camera</source>
        <translation>Calibrate the camera</translation>
    </message>
    <message>
        <source>The calibration is good</source>
        <translation>The calibration is good</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>The bar is %1 mm long</source>
        <translation>The bar is %1 mm long</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Next step</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Use this calibration</source>
        <translation>Use this calibration</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>Begin anew</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>The bar must be between %1 and %2 mm long</source>
        <translation>The bar must be between %1 and %2 mm long</translation>
    </message>
    <message>
        <source>The target was printed smaller or larger. Print it at 100 %, without fitting it to the page.</source>
        <translation>The target was printed smaller or larger. Print it at 100 %, without fitting it to the page.</translation>
    </message>
    <message>
        <source>Live picture of the plate</source>
        <translation>Live picture of the plate</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Measuring…</translation>
    </message>
    <message>
        <source>Hold still, taking the picture.</source>
        <translation>Hold still, taking the picture.</translation>
    </message>
    <message>
        <source>Ready to be measured.</source>
        <translation>Ready to be measured.</translation>
    </message>
    <message>
        <source>Pictures: %1 of %2</source>
        <translation>Pictures: %1 of %2</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>Not good yet</source>
        <translation>Not good yet</translation>
    </message>
    <message>
        <source>Every step is good</source>
        <translation>Every step is good</translation>
    </message>
    <message>
        <source>With your touch this calibration is used, and the one before is kept. Leave the plate empty: it is looked at right away.</source>
        <translation>With your touch this calibration is used, and the one before is kept. Leave the plate empty: it is looked at right away.</translation>
    </message>
    <message>
        <source>The plate is being looked at…</source>
        <translation>The plate is being looked at…</translation>
    </message>
    <message>
        <source>The picture is being looked at…</source>
        <translation>The picture is being looked at…</translation>
    </message>
    <message>
        <source>The focus is being found…</source>
        <translation>The focus is being found…</translation>
    </message>
    <message>
        <source>The target is not seen yet: it is far from sharp, or not there. If it lies there, measure.</source>
        <translation>The target is not seen yet: it is far from sharp, or not there. If it lies there, measure.</translation>
    </message>
    <message>
        <source>Glue the printed target to a stiff board, and measure the black bar under it with a steel ruler.</source>
        <translation>Glue the printed target to a stiff board, and measure the black bar under it with a steel ruler.</translation>
    </message>
    <message>
        <source>Length of the bar, as the ruler says:</source>
        <translation>Length of the bar, as the ruler says:</translation>
    </message>
</context>
<context>
    <name>CalibrationWords</name>
    <message>
        <source>Focus</source>
        <translation>Focus</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Lens</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>Plate</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Empty plate</source>
        <translation>Empty plate</translation>
    </message>
    <message>
        <source>Camera: is it sharp?</source>
        <translation>Camera: is it sharp?</translation>
    </message>
    <message>
        <source>Camera: how its lens bends</source>
        <translation>Camera: how its lens bends</translation>
    </message>
    <message>
        <source>Camera: millimetres on the plate</source>
        <translation>Camera: millimetres on the plate</translation>
    </message>
    <message>
        <source>Camera: light and white</source>
        <translation>Camera: light and white</translation>
    </message>
    <message>
        <source>Camera: the empty plate</source>
        <translation>Camera: the empty plate</translation>
    </message>
    <message>
        <source>Calibrate the camera</source>
        <translation>Calibrate the camera</translation>
    </message>
    <message>
        <source>Lay the target flat in the middle of the plate. Turn the lens of the camera until it is sharp, then measure.</source>
        <translation>Lay the target flat in the middle of the plate. Turn the lens of the camera until it is sharp, then measure.</translation>
    </message>
    <message>
        <source>Hold the target under the camera, where the yellow frame is and as the words say. Pictures are taken by themselves while it is held still.</source>
        <translation>Hold the target under the camera, where the yellow frame is and as the words say. Pictures are taken by themselves while it is held still.</translation>
    </message>
    <message>
        <source>Lay the target flat in the middle of the plate and take your hands away.</source>
        <translation>Lay the target flat in the middle of the plate and take your hands away.</translation>
    </message>
    <message>
        <source>Lay a clean white sheet of A4 in the middle of the plate, with the lamp as it is in daily use.</source>
        <translation>Lay a clean white sheet of A4 in the middle of the plate, with the lamp as it is in daily use.</translation>
    </message>
    <message>
        <source>Take everything off the plate and wipe it.</source>
        <translation>Take everything off the plate and wipe it.</translation>
    </message>
    <message>
        <source>The target cannot be seen, or it is far from sharp.</source>
        <translation>The target cannot be seen, or it is far from sharp.</translation>
    </message>
    <message>
        <source>Part of the target is covered or outside of the picture.</source>
        <translation>Part of the target is covered or outside of the picture.</translation>
    </message>
    <message>
        <source>It is not sharp enough. Turn the lens a little and measure again: a smaller figure is sharper.</source>
        <translation>It is not sharp enough. Turn the lens a little and measure again: a smaller figure is sharper.</translation>
    </message>
    <message>
        <source>Hold still.</source>
        <translation>Hold still.</translation>
    </message>
    <message>
        <source>Bring the target to the yellow frame.</source>
        <translation>Bring the target to the yellow frame.</translation>
    </message>
    <message>
        <source>Lift the left side of the target by a hand&apos;s breadth.</source>
        <translation>Lift the left side of the target by a hand&apos;s breadth.</translation>
    </message>
    <message>
        <source>Lift the right side of the target by a hand&apos;s breadth.</source>
        <translation>Lift the right side of the target by a hand&apos;s breadth.</translation>
    </message>
    <message>
        <source>Lift the upper side of the target by a hand&apos;s breadth.</source>
        <translation>Lift the upper side of the target by a hand&apos;s breadth.</translation>
    </message>
    <message>
        <source>Lift the lower side of the target by a hand&apos;s breadth.</source>
        <translation>Lift the lower side of the target by a hand&apos;s breadth.</translation>
    </message>
    <message>
        <source>This is there already. Hold the target elsewhere, or tilt it otherwise.</source>
        <translation>This is there already. Hold the target elsewhere, or tilt it otherwise.</translation>
    </message>
    <message>
        <source>No white sheet can be seen on the plate.</source>
        <translation>No white sheet can be seen on the plate.</translation>
    </message>
    <message>
        <source>The sheet is not evenly white: too dark, too bright, or printed on. Change lamp or sheet.</source>
        <translation>The sheet is not evenly white: too dark, too bright, or printed on. Change lamp or sheet.</translation>
    </message>
    <message>
        <source>The sheet of A4 comes out in a wrong size: the target was printed smaller or larger than the bar says. Measure the bar again and begin anew.</source>
        <translation>The sheet of A4 comes out in a wrong size: the target was printed smaller or larger than the bar says. Measure the bar again and begin anew.</translation>
    </message>
    <message>
        <source>Something lies on the plate.</source>
        <translation>Something lies on the plate.</translation>
    </message>
    <message>
        <source>The camera gives pictures of another size than before. Begin anew.</source>
        <translation>The camera gives pictures of another size than before. Begin anew.</translation>
    </message>
    <message>
        <source>The target does not lie flat. Glue it to a stiff board.</source>
        <translation>The target does not lie flat. Glue it to a stiff board.</translation>
    </message>
    <message>
        <source>The pictures of the target do not agree. Use a flat target, and hold it still.</source>
        <translation>The pictures of the target do not agree. Use a flat target, and hold it still.</translation>
    </message>
    <message>
        <source>Width of an edge</source>
        <translation>Width of an edge</translation>
    </message>
    <message>
        <source>Error of the lens</source>
        <translation>Error of the lens</translation>
    </message>
    <message>
        <source>Error on the plate</source>
        <translation>Error on the plate</translation>
    </message>
    <message>
        <source>A4 sheet off by</source>
        <translation>A4 sheet off by</translation>
    </message>
    <message>
        <source>Unevenness of white</source>
        <translation>Unevenness of white</translation>
    </message>
    <message>
        <source>Unevenness before</source>
        <translation>Unevenness before</translation>
    </message>
    <message>
        <source>Tint of white</source>
        <translation>Tint of white</translation>
    </message>
    <message>
        <source>Tint before</source>
        <translation>Tint before</translation>
    </message>
    <message>
        <source>Unrest of the picture</source>
        <translation>Unrest of the picture</translation>
    </message>
    <message>
        <source>Black is, of white</source>
        <translation>Black is, of white</translation>
    </message>
    <message>
        <source>Dead dots of the head</source>
        <translation>Dead dots of the head</translation>
    </message>
    <message>
        <source>Width off by</source>
        <translation>Width off by</translation>
    </message>
    <message>
        <source>Length off by</source>
        <translation>Length off by</translation>
    </message>
    <message>
        <source>Print runs crooked by</source>
        <translation>Print runs crooked by</translation>
    </message>
    <message>
        <source>Cut is crooked by</source>
        <translation>Cut is crooked by</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>ΔE %1</source>
        <translation>ΔE %1</translation>
    </message>
    <message>
        <source>%1 grey levels</source>
        <translation>%1 grey levels</translation>
    </message>
    <message>
        <source>%1°</source>
        <translation>%1°</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>at most %1</translation>
    </message>
    <message>
        <source>The print is pale. Clean the print head, use paper of the right kind, or raise the printer&apos;s density.</source>
        <translation>The print is pale. Clean the print head, use paper of the right kind, or raise the printer&apos;s density.</translation>
    </message>
    <message>
        <source>Dots of the print head are dead or dirty. Clean the head with alcohol; if they stay, replace it.</source>
        <translation>Dots of the print head are dead or dirty. Clean the head with alcohol; if they stay, replace it.</translation>
    </message>
    <message>
        <source>The print is not true to scale. Clean the roller; it may be worn.</source>
        <translation>The print is not true to scale. Clean the roller; it may be worn.</translation>
    </message>
    <message>
        <source>The paper runs crooked. Put the roll in straight and set its guide.</source>
        <translation>The paper runs crooked. Put the roll in straight and set its guide.</translation>
    </message>
    <message>
        <source>The cut is crooked. Clear the cutter of scraps; it may be blunt.</source>
        <translation>The cut is crooked. Clear the cutter of scraps; it may be blunt.</translation>
    </message>
    <message>
        <source>Calibrated, and checked today</source>
        <translation>Calibrated, and checked today</translation>
    </message>
    <message>
        <source>Calibrated, not checked yet</source>
        <translation>Calibrated, not checked yet</translation>
    </message>
    <message>
        <source>Not calibrated</source>
        <translation>Not calibrated</translation>
    </message>
    <message>
        <source>The camera or the plate has been moved</source>
        <translation>The camera or the plate has been moved</translation>
    </message>
    <message>
        <source>The marks of the plate cannot be found</source>
        <translation>The marks of the plate cannot be found</translation>
    </message>
    <message>
        <source>Something lies on the plate, or it is dirty</source>
        <translation>Something lies on the plate, or it is dirty</translation>
    </message>
    <message>
        <source>The light is another than at the calibration</source>
        <translation>The light is another than at the calibration</translation>
    </message>
    <message>
        <source>Another camera is fitted</source>
        <translation>Another camera is fitted</translation>
    </message>
    <message>
        <source>The camera gives pictures of another size</source>
        <translation>The camera gives pictures of another size</translation>
    </message>
    <message>
        <source>The calibration is damaged</source>
        <translation>The calibration is damaged</translation>
    </message>
    <message>
        <source>The calibration does not hold</source>
        <translation>The calibration does not hold</translation>
    </message>
    <message>
        <source>Papers are taken as photos, without true size. A technician can calibrate the camera.</source>
        <translation>Papers are taken as photos, without true size. A technician can calibrate the camera.</translation>
    </message>
    <message>
        <source>Papers are taken as photos until the plate has been looked at. Leave it empty.</source>
        <translation>Papers are taken as photos until the plate has been looked at. Leave it empty.</translation>
    </message>
    <message>
        <source>Clear and wipe the plate. Until the next check papers are taken as photos.</source>
        <translation>Clear and wipe the plate. Until the next check papers are taken as photos.</translation>
    </message>
    <message>
        <source>See whether the lamp burns and nothing shades it. Until then papers are taken as photos.</source>
        <translation>See whether the lamp burns and nothing shades it. Until then papers are taken as photos.</translation>
    </message>
    <message>
        <source>Papers are taken as photos until a technician has calibrated the camera again.</source>
        <translation>Papers are taken as photos until a technician has calibrated the camera again.</translation>
    </message>
    <message>
        <source>Lay the target flat in the middle of the plate and take your hands away. Measure: the camera tries its focus from end to end, for about half a minute, and keeps the sharpest.</source>
        <translation>Lay the target flat in the middle of the plate and take your hands away. Measure: the camera tries its focus from end to end, for about half a minute, and keeps the sharpest.</translation>
    </message>
    <message>
        <source>The camera does not let its focus be set any more. Pull its plug out and put it in again, then try once more.</source>
        <translation>The camera does not let its focus be set any more. Pull its plug out and put it in again, then try once more.</translation>
    </message>
    <message>
        <source>Whatever focus is set, the picture is as blurred. See whether the target lies there and the lens is clean; else the lens does not move: another camera is needed.</source>
        <translation>Whatever focus is set, the picture is as blurred. See whether the target lies there and the lens is clean; else the lens does not move: another camera is needed.</translation>
    </message>
    <message>
        <source>It is sharpest at the end of what the lens can be set to, and not sharp there. Hang the camera nearer to the plate, or farther away.</source>
        <translation>It is sharpest at the end of what the lens can be set to, and not sharp there. Hang the camera nearer to the plate, or farther away.</translation>
    </message>
    <message>
        <source>Something moved or came into the picture while the focus was being found. Take your hands away and try again.</source>
        <translation>Something moved or came into the picture while the focus was being found. Take your hands away and try again.</translation>
    </message>
    <message>
        <source>It is not sharp enough even where it is sharpest. Wipe the lens, and see whether the target lies flat.</source>
        <translation>It is not sharp enough even where it is sharpest. Wipe the lens, and see whether the target lies flat.</translation>
    </message>
    <message>
        <source>Width in the worst corner</source>
        <translation>Width in the worst corner</translation>
    </message>
    <message>
        <source>The picture is not as sharp as at the calibration</source>
        <translation>The picture is not as sharp as at the calibration</translation>
    </message>
    <message>
        <source>The camera does not let its focus be set any more</source>
        <translation>The camera does not let its focus be set any more</translation>
    </message>
    <message>
        <source>Wipe the lens of the camera. If that does not help, a technician calibrates it again. Until then papers are taken as photos.</source>
        <translation>Wipe the lens of the camera. If that does not help, a technician calibrates it again. Until then papers are taken as photos.</translation>
    </message>
    <message>
        <source>Pull the camera&apos;s plug out and put it in again. If that does not help, a technician calibrates it again. Until then papers are taken as photos.</source>
        <translation>Pull the camera&apos;s plug out and put it in again. If that does not help, a technician calibrates it again. Until then papers are taken as photos.</translation>
    </message>
    <message>
        <source>The camera does not keep its exposure and white balance any more</source>
        <translation>The camera does not keep its exposure and white balance any more</translation>
    </message>
</context>
<context>
    <name>CameraPanel</name>
    <message>
        <source>Checks that judge themselves</source>
        <translation>Checks that judge themselves</translation>
    </message>
    <message>
        <source>Camera calibration</source>
        <translation>Camera calibration</translation>
    </message>
    <message>
        <source>The plate is being looked at…</source>
        <translation>The plate is being looked at…</translation>
    </message>
    <message>
        <source>Check the plate now</source>
        <translation>Check the plate now</translation>
    </message>
    <message>
        <source>Calibrate the camera</source>
        <translation>Calibrate the camera</translation>
    </message>
    <message>
        <source>Back to the calibration before</source>
        <translation>Back to the calibration before</translation>
    </message>
    <message>
        <source>Print test</source>
        <translation>Print test</translation>
    </message>
    <message>
        <source>Not done yet</source>
        <translation>Not done yet</translation>
    </message>
    <message>
        <source>The print was good on %1</source>
        <translation>The print was good on %1</translation>
    </message>
    <message>
        <source>The print was not good on %1</source>
        <translation>The print was not good on %1</translation>
    </message>
    <message>
        <source>Test the print</source>
        <translation>Test the print</translation>
    </message>
    <message>
        <source>calibrated on %1</source>
        <translation>calibrated on %1</translation>
    </message>
    <message>
        <source>marks found: %1 of 4, moved by %2 mm, light %3 %, sharpness %4 %</source>
        <translation>marks found: %1 of 4, moved by %2 mm, light %3 %, sharpness %4 %</translation>
    </message>
</context>
<context>
    <name>CardPinPage</name>
    <message>
        <source>Enter the PIN of your card</source>
        <translation>Enter the PIN of your card</translation>
    </message>
    <message>
        <source>Choose a new PIN</source>
        <translation>Choose a new PIN</translation>
    </message>
    <message>
        <source>Enter the new PIN once more</source>
        <translation>Enter the new PIN once more</translation>
    </message>
    <message>
        <source>This card can only be read with its social security PIN. It need not be the same as the PIN of its bank account.</source>
        <translation>This card can only be read with its social security PIN. It need not be the same as the PIN of its bank account.</translation>
    </message>
    <message>
        <source>The card still has the PIN it was handed out with, which others may know. Your visit goes on as soon as it has been changed.</source>
        <translation>The card still has the PIN it was handed out with, which others may know. Your visit goes on as soon as it has been changed.</translation>
    </message>
    <message>
        <source>Sign in another way</source>
        <translation>Sign in another way</translation>
    </message>
    <message>
        <source>Use the last try</source>
        <translation>Use the last try</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>Only one try is left.</source>
        <translation>Only one try is left.</translation>
    </message>
    <message>
        <source>If the PIN is wrong once more, the card locks it. A social security card window or a branch of the card&apos;s bank can unlock it.</source>
        <translation>If the PIN is wrong once more, the card locks it. A social security card window or a branch of the card&apos;s bank can unlock it.</translation>
    </message>
    <message>
        <source>The PIN has %1 digits.</source>
        <translation>The PIN has %1 digits.</translation>
    </message>
    <message>
        <source>%1 of %2 digits entered</source>
        <translation>%1 of %2 digits entered</translation>
    </message>
    <message>
        <source>Cover the keys with your other hand. Nobody else needs this PIN, not even the staff.</source>
        <translation>Cover the keys with your other hand. Nobody else needs this PIN, not even the staff.</translation>
    </message>
    <message>
        <source>Go on without the PIN</source>
        <translation>Go on without the PIN</translation>
    </message>
    <message>
        <source>You can try once more in this visit. The card itself allows %1 more tries.</source>
        <translation>You can try once more in this visit. The card itself allows %1 more tries.</translation>
    </message>
    <message>
        <source>This may be the last try.</source>
        <translation>This may be the last try.</translation>
    </message>
    <message>
        <source>The PIN shows that the card is yours. It need not be the same as the PIN of its bank account.</source>
        <translation>The PIN shows that the card is yours. It need not be the same as the PIN of its bank account.</translation>
    </message>
    <message>
        <source>Another way</source>
        <translation>Another way</translation>
    </message>
    <message>
        <source>Enter the present PIN of your card</source>
        <translation>Enter the present PIN of your card</translation>
    </message>
    <message>
        <source>Then you choose a new one. The PIN of the card&apos;s bank account is another one and stays as it is.</source>
        <translation>Then you choose a new one. The PIN of the card&apos;s bank account is another one and stays as it is.</translation>
    </message>
    <message>
        <source>Please do not take your birthday, or digits that are alike or in a row.</source>
        <translation>Please do not take your birthday, or digits that are alike or in a row.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>I have forgotten it</source>
        <translation>I have forgotten it</translation>
    </message>
</context>
<context>
    <name>CaseWords</name>
    <message>
        <source>kept here, to be sent</source>
        <translation>kept here, to be sent</translation>
    </message>
    <message>
        <source>kept here, the staff look at it</source>
        <translation>kept here, the staff look at it</translation>
    </message>
    <message>
        <source>received by the centre</source>
        <translation>received by the centre</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>in progress</translation>
    </message>
    <message>
        <source>something is missing</source>
        <translation>something is missing</translation>
    </message>
    <message>
        <source>what was missing is on its way</source>
        <translation>what was missing is on its way</translation>
    </message>
    <message>
        <source>being taken back</source>
        <translation>being taken back</translation>
    </message>
    <message>
        <source>taken back by you</source>
        <translation>taken back by you</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>completed</translation>
    </message>
    <message>
        <source>the result can be collected</source>
        <translation>the result can be collected</translation>
    </message>
    <message>
        <source>the result was handed over</source>
        <translation>the result was handed over</translation>
    </message>
    <message>
        <source>not accepted, please ask at the window</source>
        <translation>not accepted, please ask at the window</translation>
    </message>
    <message>
        <source>not approved</source>
        <translation>not approved</translation>
    </message>
    <message>
        <source>The case had been decided already, so it could not be taken back.</source>
        <translation>The case had been decided already, so it could not be taken back.</translation>
    </message>
    <message>
        <source>Nothing was missing any more, so this was not used.</source>
        <translation>Nothing was missing any more, so this was not used.</translation>
    </message>
    <message>
        <source>It could not be assigned to a case of yours. Please ask at the service window.</source>
        <translation>It could not be assigned to a case of yours. Please ask at the service window.</translation>
    </message>
    <message>
        <source>closed at this machine, please ask at the counter</source>
        <translation>closed at this machine, please ask at the counter</translation>
    </message>
</context>
<context>
    <name>CentreNotice</name>
    <message>
        <source>The centre has withdrawn this machine&apos;s registration</source>
        <translation>The centre has withdrawn this machine&apos;s registration</translation>
    </message>
    <message>
        <source>The centre does not know this machine</source>
        <translation>The centre does not know this machine</translation>
    </message>
    <message>
        <source>The centre believes that this machine exists twice</source>
        <translation>The centre believes that this machine exists twice</translation>
    </message>
    <message>
        <source>The centre does not accept this machine&apos;s certificate</source>
        <translation>The centre does not accept this machine&apos;s certificate</translation>
    </message>
    <message>
        <source>The centre cannot be reached</source>
        <translation>The centre cannot be reached</translation>
    </message>
    <message>
        <source>The centre does not answer in time</source>
        <translation>The centre does not answer in time</translation>
    </message>
    <message>
        <source>Something else answers in the centre&apos;s place</source>
        <translation>Something else answers in the centre&apos;s place</translation>
    </message>
    <message>
        <source>The centre is busy or being repaired</source>
        <translation>The centre is busy or being repaired</translation>
    </message>
    <message>
        <source>The centre takes nothing from this machine (%1)</source>
        <translation>The centre takes nothing from this machine (%1)</translation>
    </message>
    <message>
        <source>Ask the centre why. Only it can take the machine back, with a new code for registration.</source>
        <translation>Ask the centre why. Only it can take the machine back, with a new code for registration.</translation>
    </message>
    <message>
        <source>Ask the centre for a new code; a technician registers the machine with it.</source>
        <translation>Ask the centre for a new code; a technician registers the machine with it.</translation>
    </message>
    <message>
        <source>Its disk was copied, or an old copy was put back. Ask the centre; a technician switches off the other machine and registers this one anew.</source>
        <translation>Its disk was copied, or an old copy was put back. Ask the centre; a technician switches off the other machine and registers this one anew.</translation>
    </message>
    <message>
        <source>Have a technician look at the clock; if it is right, ask the centre for a new code and register the machine anew.</source>
        <translation>Have a technician look at the clock; if it is right, ask the centre for a new code and register the machine anew.</translation>
    </message>
    <message>
        <source>Look whether the network cable is in. If it lasts, have a technician look at the network, and ask the centre whether it works.</source>
        <translation>Look whether the network cable is in. If it lasts, have a technician look at the network, and ask the centre whether it works.</translation>
    </message>
    <message>
        <source>A sign-in page or a proxy of the network, as a rule. Have a technician look at the network.</source>
        <translation>A sign-in page or a proxy of the network, as a rule. Have a technician look at the network.</translation>
    </message>
    <message>
        <source>Nothing has to be done here. If it lasts for more than an hour, call the centre.</source>
        <translation>Nothing has to be done here. If it lasts for more than an hour, call the centre.</translation>
    </message>
    <message>
        <source>Tell the centre this code; a technician finds more in the log.</source>
        <translation>Tell the centre this code; a technician finds more in the log.</translation>
    </message>
    <message>
        <source>The cases stay here and are sent by themselves afterwards.</source>
        <translation>The cases stay here and are sent by themselves afterwards.</translation>
    </message>
    <message>
        <source>Until then the cases stay here; none is lost.</source>
        <translation>Until then the cases stay here; none is lost.</translation>
    </message>
    <message>
        <source>Code: %1</source>
        <translation>Code: %1</translation>
    </message>
    <message>
        <source>By this machine&apos;s clock the centre&apos;s certificate is not good</source>
        <translation>By this machine&apos;s clock the centre&apos;s certificate is not good</translation>
    </message>
    <message>
        <source>Have a technician look at the clock; if it is right, tell the centre that its certificate has ended.</source>
        <translation>Have a technician look at the clock; if it is right, tell the centre that its certificate has ended.</translation>
    </message>
    <message>
        <source>What goes to the centre and back does not come whole</source>
        <translation>What goes to the centre and back does not come whole</translation>
    </message>
    <message>
        <source>Something on the way takes parts of it away, a firewall or a proxy as a rule. Have a technician tell whoever looks after the network: the headers Content-Digest and those that begin with Hall- or Upload- have to pass.</source>
        <translation>Something on the way takes parts of it away, a firewall or a proxy as a rule. Have a technician tell whoever looks after the network: the headers Content-Digest and those that begin with Hall- or Upload- have to pass.</translation>
    </message>
</context>
<context>
    <name>ChainPanel</name>
    <message>
        <source>is looked up; nothing is filed</source>
        <translation>is looked up; nothing is filed</translation>
    </message>
    <message>
        <source>if your answers call for it</source>
        <translation>if your answers call for it</translation>
    </message>
    <message>
        <source>What is done in one go</source>
        <translation>What is done in one go</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>the worker looks this up afterwards, with their own card</source>
        <translation>the worker looks this up afterwards, with their own card</translation>
    </message>
    <message>
        <source>your employer does this</source>
        <translation>your employer does this</translation>
    </message>
</context>
<context>
    <name>ChoiceField</name>
    <message>
        <source>%1 (optional)</source>
        <translation>%1 (optional)</translation>
    </message>
    <message>
        <source>%1. Choose only what has changed.</source>
        <translation>%1. Choose only what has changed.</translation>
    </message>
    <message>
        <source>Find an answer by its first letters</source>
        <translation>Find an answer by its first letters</translation>
    </message>
    <message>
        <source>No answer has these letters.</source>
        <translation>No answer has these letters.</translation>
    </message>
</context>
<context>
    <name>ChoiceList</name>
    <message>
        <source>First answers</source>
        <translation>First answers</translation>
    </message>
    <message>
        <source>More answers</source>
        <translation>More answers</translation>
    </message>
    <message>
        <source>Answers that begin with %1</source>
        <translation>Answers that begin with %1</translation>
    </message>
    <message>
        <source>Other letters</source>
        <translation>Other letters</translation>
    </message>
</context>
<context>
    <name>CloseCase</name>
    <message>
        <source>It was done at the counter</source>
        <translation>It was done at the counter</translation>
    </message>
    <message>
        <source>It was handed in again</source>
        <translation>It was handed in again</translation>
    </message>
    <message>
        <source>The person does not want it any more</source>
        <translation>The person does not want it any more</translation>
    </message>
    <message>
        <source>The centre cannot use it</source>
        <translation>The centre cannot use it</translation>
    </message>
    <message>
        <source>It was a test</source>
        <translation>It was a test</translation>
    </message>
    <message>
        <source>The person was told to go to the counter</source>
        <translation>The person was told to go to the counter</translation>
    </message>
    <message>
        <source>It was exported and is kept elsewhere</source>
        <translation>It was exported and is kept elsewhere</translation>
    </message>
    <message>
        <source>Why is case %1 closed?</source>
        <translation>Why is case %1 closed?</translation>
    </message>
    <message>
        <source>How is it made sure that nothing is lost?</source>
        <translation>How is it made sure that nothing is lost?</translation>
    </message>
    <message>
        <source>Close case %1?</source>
        <translation>Close case %1?</translation>
    </message>
    <message>
        <source>%1. %2. It is never sent again. Who closed it, when and why is kept in the log.</source>
        <translation>%1. %2. It is never sent again. Who closed it, when and why is kept in the log.</translation>
    </message>
    <message>
        <source>A technician can export the case first; then that can be said here as well.</source>
        <translation>A technician can export the case first; then that can be said here as well.</translation>
    </message>
    <message>
        <source>Keep the case</source>
        <translation>Keep the case</translation>
    </message>
    <message>
        <source>Close the case</source>
        <translation>Close the case</translation>
    </message>
    <message>
        <source>Note for the log</source>
        <translation>Note for the log</translation>
    </message>
    <message>
        <source>No names and no numbers of persons</source>
        <translation>No names and no numbers of persons</translation>
    </message>
    <message>
        <source>This has a number in it that could be a person&apos;s</source>
        <translation>This has a number in it that could be a person&apos;s</translation>
    </message>
</context>
<context>
    <name>CodePad</name>
    <message>
        <source>Keys for the credit code</source>
        <translation>Keys for the credit code</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Clear</translation>
    </message>
</context>
<context>
    <name>CodeWay</name>
    <message>
        <source>Electronic social security card</source>
        <translation>Electronic social security card</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>This needs the network. Please use one of your cards.</source>
        <translation>This needs the network. Please use one of your cards.</translation>
    </message>
    <message>
        <source>Resting: %1 Please tell the staff.</source>
        <translation>Resting: %1 Please tell the staff.</translation>
    </message>
    <message>
        <source>Open it on your phone and hold its code before the scanner.</source>
        <translation>Open it on your phone and hold its code before the scanner.</translation>
    </message>
</context>
<context>
    <name>ConsentPage</name>
    <message>
        <source>Do you agree to this use of your data?</source>
        <translation>Do you agree to this use of your data?</translation>
    </message>
    <message>
        <source>I do not agree</source>
        <translation>I do not agree</translation>
    </message>
    <message>
        <source>I agree</source>
        <translation>I agree</translation>
    </message>
    <message>
        <source>You decide</source>
        <translation>You decide</translation>
    </message>
    <message>
        <source>If you do not agree, you can do everything at the service window.</source>
        <translation>If you do not agree, you can do everything at the service window.</translation>
    </message>
    <message>
        <source>The way of your data</source>
        <translation>The way of your data</translation>
    </message>
    <message>
        <source>Read from your card</source>
        <translation>Read from your card</translation>
    </message>
    <message>
        <source>Looked up at the centre</source>
        <translation>Looked up at the centre</translation>
    </message>
    <message>
        <source>Checked by you</source>
        <translation>Checked by you</translation>
    </message>
    <message>
        <source>Removed from here</source>
        <translation>Removed from here</translation>
    </message>
    <message>
        <source>From your permit</source>
        <translation>From your permit</translation>
    </message>
    <message>
        <source>Filled in by you</source>
        <translation>Filled in by you</translation>
    </message>
</context>
<context>
    <name>DelegatePage</name>
    <message>
        <source>For whom do you act?</source>
        <translation>For whom do you act?</translation>
    </message>
    <message>
        <source>Please enter name and number as they stand in the letter of authority. You scan the letter afterwards.</source>
        <translation>Please enter name and number as they stand in the letter of authority. You scan the letter afterwards.</translation>
    </message>
</context>
<context>
    <name>DevicePanel</name>
    <message>
        <source>Social security card reader</source>
        <translation>Social security card reader</translation>
    </message>
    <message>
        <source>Identity card reader</source>
        <translation>Identity card reader</translation>
    </message>
    <message>
        <source>Receipt printer</source>
        <translation>Receipt printer</translation>
    </message>
    <message>
        <source>Document camera</source>
        <translation>Document camera</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Starting</translation>
    </message>
    <message>
        <source>Needs a hand</source>
        <translation>Needs a hand</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Not connected</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Held</translation>
    </message>
    <message>
        <source>Not fitted</source>
        <translation>Not fitted</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>paper loaded</source>
        <translation>paper loaded</translation>
    </message>
    <message>
        <source>paper nearly used up</source>
        <translation>paper nearly used up</translation>
    </message>
    <message>
        <source>no paper</source>
        <translation>no paper</translation>
    </message>
    <message>
        <source>card inserted</source>
        <translation>card inserted</translation>
    </message>
    <message>
        <source>card does not answer</source>
        <translation>card does not answer</translation>
    </message>
    <message>
        <source>no card</source>
        <translation>no card</translation>
    </message>
    <message>
        <source>cover open</source>
        <translation>cover open</translation>
    </message>
    <message>
        <source>cover closed</source>
        <translation>cover closed</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Devices</translation>
    </message>
    <message>
        <source>Code scanner</source>
        <translation>Code scanner</translation>
    </message>
    <message>
        <source>Cabinet</source>
        <translation>Cabinet</translation>
    </message>
    <message>
        <source>Power supply</source>
        <translation>Power supply</translation>
    </message>
    <message>
        <source>Holder check</source>
        <translation>Holder check</translation>
    </message>
    <message>
        <source>door open</source>
        <translation>door open</translation>
    </message>
    <message>
        <source>door closed</source>
        <translation>door closed</translation>
    </message>
    <message>
        <source>on mains</source>
        <translation>on mains</translation>
    </message>
    <message>
        <source>on battery</source>
        <translation>on battery</translation>
    </message>
    <message>
        <source>battery nearly empty</source>
        <translation>battery nearly empty</translation>
    </message>
    <message>
        <source>%1 min of battery</source>
        <translation>%1 min of battery</translation>
    </message>
    <message>
        <source>battery to be replaced</source>
        <translation>battery to be replaced</translation>
    </message>
    <message>
        <source>somebody is there</source>
        <translation>somebody is there</translation>
    </message>
    <message>
        <source>nobody is there</source>
        <translation>nobody is there</translation>
    </message>
    <message>
        <source>headphones plugged in</source>
        <translation>headphones plugged in</translation>
    </message>
    <message>
        <source>keypad not connected</source>
        <translation>keypad not connected</translation>
    </message>
    <message>
        <source>Another device than before is plugged in here.</source>
        <translation>Another device than before is plugged in here.</translation>
    </message>
    <message>
        <source>It is the right one</source>
        <translation>It is the right one</translation>
    </message>
    <message>
        <source>Put back into use</source>
        <translation>Put back into use</translation>
    </message>
    <message>
        <source>Take out of use</source>
        <translation>Take out of use</translation>
    </message>
    <message>
        <source>about %1 m of paper left</source>
        <translation>about %1 m of paper left</translation>
    </message>
    <message>
        <source>a receipt was left in the mouth</source>
        <translation>a receipt was left in the mouth</translation>
    </message>
    <message>
        <source>a receipt was drawn in</source>
        <translation>a receipt was drawn in</translation>
    </message>
    <message>
        <source>codes read: %1</source>
        <translation>codes read: %1</translation>
    </message>
    <message>
        <source>cards read: %1</source>
        <translation>cards read: %1</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>failed: %1</translation>
    </message>
    <message>
        <source>printed: %1</source>
        <translation>printed: %1</translation>
    </message>
    <message>
        <source>paper: %1 m</source>
        <translation>paper: %1 m</translation>
    </message>
    <message>
        <source>pictures: %1</source>
        <translation>pictures: %1</translation>
    </message>
    <message>
        <source>Photo component not installed: visitors see a silhouette instead of the photo on their ID card.</source>
        <translation>Photo component not installed: visitors see a silhouette instead of the photo on their ID card.</translation>
    </message>
    <message>
        <source>faults: %1</source>
        <translation>faults: %1</translation>
    </message>
    <message>
        <source>A4 printer</source>
        <translation>A4 printer</translation>
    </message>
    <message>
        <source>it also says: %1</source>
        <translation>it also says: %1</translation>
    </message>
    <message>
        <source>toner nearly used up</source>
        <translation>toner nearly used up</translation>
    </message>
    <message>
        <source>no toner or ink</source>
        <translation>no toner or ink</translation>
    </message>
    <message>
        <source>paper stuck</source>
        <translation>paper stuck</translation>
    </message>
    <message>
        <source>full of printed sheets</source>
        <translation>full of printed sheets</translation>
    </message>
</context>
<context>
    <name>DockCabinet</name>
    <message>
        <source>card slot</source>
        <translation>card slot</translation>
    </message>
    <message>
        <source>identity card plate</source>
        <translation>identity card plate</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>camera</translation>
    </message>
    <message>
        <source>printer</source>
        <translation>printer</translation>
    </message>
    <message>
        <source>scanner</source>
        <translation>scanner</translation>
    </message>
    <message>
        <source>flashing</source>
        <translation>flashing</translation>
    </message>
    <message>
        <source>none</source>
        <translation>none</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>Lights: %1</source>
        <translation>Lights: %1</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>Door</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Power</translation>
    </message>
    <message>
        <source>Mains</source>
        <translation>Mains</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Battery</translation>
    </message>
    <message>
        <source>Battery low</source>
        <translation>Battery low</translation>
    </message>
    <message>
        <source>Presence</source>
        <translation>Presence</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>Somebody</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Nobody</translation>
    </message>
    <message>
        <source>Headphones</source>
        <translation>Headphones</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Out</translation>
    </message>
    <message>
        <source>In</source>
        <translation>In</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>Select</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Key %1</translation>
    </message>
    <message>
        <source>Keypad</source>
        <translation>Keypad</translation>
    </message>
</context>
<context>
    <name>DockDevice</name>
    <message>
        <source>Heal</source>
        <translation>Heal</translation>
    </message>
</context>
<context>
    <name>DockGallery</name>
    <message>
        <source>Nothing is in</source>
        <translation>Nothing is in</translation>
    </message>
    <message>
        <source>People</source>
        <translation>People</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>Staff</translation>
    </message>
    <message>
        <source>Trouble</source>
        <translation>Trouble</translation>
    </message>
</context>
<context>
    <name>DockMachine</name>
    <message>
        <source>Network</source>
        <translation>Network</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Up</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Down</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Clock</translation>
    </message>
    <message>
        <source>+30 s</source>
        <translation>+30 s</translation>
    </message>
    <message>
        <source>+90 s</source>
        <translation>+90 s</translation>
    </message>
    <message>
        <source>+10 min</source>
        <translation>+10 min</translation>
    </message>
    <message>
        <source>Clock %1</source>
        <translation>Clock %1</translation>
    </message>
    <message>
        <source>USB stick</source>
        <translation>USB stick</translation>
    </message>
    <message>
        <source>Taken out</source>
        <translation>Taken out</translation>
    </message>
    <message>
        <source>Put in</source>
        <translation>Put in</translation>
    </message>
</context>
<context>
    <name>DockNow</name>
    <message>
        <source>No kiosk answers</source>
        <translation>No kiosk answers</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Card</translation>
    </message>
    <message>
        <source>ID card</source>
        <translation>ID card</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>Page %1</source>
        <translation>Page %1</translation>
    </message>
    <message>
        <source>Queue: %1 cases, %2 pages, %3 set aside</source>
        <translation>Queue: %1 cases, %2 pages, %3 set aside</translation>
    </message>
    <message>
        <source>Visit %1</source>
        <translation>Visit %1</translation>
    </message>
    <message>
        <source>not registered with a centre</source>
        <translation>not registered with a centre</translation>
    </message>
    <message>
        <source>centre reachable</source>
        <translation>centre reachable</translation>
    </message>
    <message>
        <source>centre not reachable</source>
        <translation>centre not reachable</translation>
    </message>
    <message>
        <source>out of service</source>
        <translation>out of service</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Scanner</translation>
    </message>
</context>
<context>
    <name>DockPagePrinter</name>
    <message>
        <source>Paper</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>Loaded</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Low</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Out</translation>
    </message>
    <message>
        <source>Toner</source>
        <translation>Toner</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Full</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>Cover</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Paper path</source>
        <translation>Paper path</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Free</translation>
    </message>
    <message>
        <source>Jammed</source>
        <translation>Jammed</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Output</translation>
    </message>
</context>
<context>
    <name>DockPaper</name>
    <message>
        <source>Paper %1, %2</source>
        <translation>Paper %1, %2</translation>
    </message>
    <message>
        <source>No paper has come out yet.</source>
        <translation>No paper has come out yet.</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>Show %1</translation>
    </message>
</context>
<context>
    <name>DockPrinter</name>
    <message>
        <source>Paper</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>Loaded</translation>
    </message>
    <message>
        <source>Near end</source>
        <translation>Near end</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Out</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>Cover</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Paper path</source>
        <translation>Paper path</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Free</translation>
    </message>
    <message>
        <source>Jammed</source>
        <translation>Jammed</translation>
    </message>
    <message>
        <source>Cutter</source>
        <translation>Cutter</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>Works</translation>
    </message>
    <message>
        <source>Stuck</source>
        <translation>Stuck</translation>
    </message>
</context>
<context>
    <name>DockProblem</name>
    <message>
        <source>No kiosk answered.</source>
        <translation>No kiosk answered.</translation>
    </message>
</context>
<context>
    <name>DockRoot</name>
    <message>
        <source>HallKiosk dev dock</source>
        <translation>HallKiosk dev dock</translation>
    </message>
    <message>
        <source>No card is in</source>
        <translation>No card is in</translation>
    </message>
    <message>
        <source>Take the card out</source>
        <translation>Take the card out</translation>
    </message>
    <message>
        <source>Insert card: %1</source>
        <translation>Insert card: %1</translation>
    </message>
    <message>
        <source>No identity card lies here</source>
        <translation>No identity card lies here</translation>
    </message>
    <message>
        <source>Lift the identity card</source>
        <translation>Lift the identity card</translation>
    </message>
    <message>
        <source>Place identity card: %1</source>
        <translation>Place identity card: %1</translation>
    </message>
    <message>
        <source>Nothing lies under the camera</source>
        <translation>Nothing lies under the camera</translation>
    </message>
    <message>
        <source>Clear the plate</source>
        <translation>Clear the plate</translation>
    </message>
    <message>
        <source>Lay under the camera: %1</source>
        <translation>Lay under the camera: %1</translation>
    </message>
    <message>
        <source>A card is in</source>
        <translation>A card is in</translation>
    </message>
    <message>
        <source>An identity card lies here</source>
        <translation>An identity card lies here</translation>
    </message>
    <message>
        <source>Codes to hold before it</source>
        <translation>Codes to hold before it</translation>
    </message>
    <message>
        <source>Hold before the scanner: %1</source>
        <translation>Hold before the scanner: %1</translation>
    </message>
</context>
<context>
    <name>DockScenarios</name>
    <message>
        <source>No scenario is playing</source>
        <translation>No scenario is playing</translation>
    </message>
    <message>
        <source>Playing: step %1 of %2</source>
        <translation>Playing: step %1 of %2</translation>
    </message>
    <message>
        <source>Ended early: %1</source>
        <translation>Ended early: %1</translation>
    </message>
    <message>
        <source>Played to its end</source>
        <translation>Played to its end</translation>
    </message>
    <message>
        <source>Scenarios</source>
        <translation>Scenarios</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Stop the scenario</source>
        <translation>Stop the scenario</translation>
    </message>
    <message>
        <source>Play: %1</source>
        <translation>Play: %1</translation>
    </message>
</context>
<context>
    <name>DockWords</name>
    <message>
        <source>Social security card reader</source>
        <translation>Social security card reader</translation>
    </message>
    <message>
        <source>Identity card reader</source>
        <translation>Identity card reader</translation>
    </message>
    <message>
        <source>Document camera</source>
        <translation>Document camera</translation>
    </message>
    <message>
        <source>Receipt printer</source>
        <translation>Receipt printer</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Starting</translation>
    </message>
    <message>
        <source>Needs a hand</source>
        <translation>Needs a hand</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Not connected</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Held</translation>
    </message>
    <message>
        <source>Not fitted</source>
        <translation>Not fitted</translation>
    </message>
    <message>
        <source>Hung</source>
        <translation>Hung</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unknown</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>Unplug</source>
        <translation>Unplug</translation>
    </message>
    <message>
        <source>Stall</source>
        <translation>Stall</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Slow</translation>
    </message>
    <message>
        <source>Garbage</source>
        <translation>Garbage</translation>
    </message>
    <message>
        <source>Short write</source>
        <translation>Short write</translation>
    </message>
    <message>
        <source>Stale status</source>
        <translation>Stale status</translation>
    </message>
    <message>
        <source>Hang</source>
        <translation>Hang</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>Freeze</translation>
    </message>
    <message>
        <source>Card service gone</source>
        <translation>Card service gone</translation>
    </message>
    <message>
        <source>Used by another</source>
        <translation>Used by another</translation>
    </message>
    <message>
        <source>Lamp off</source>
        <translation>Lamp off</translation>
    </message>
    <message>
        <source>Blank picture</source>
        <translation>Blank picture</translation>
    </message>
    <message>
        <source>Waiting for a visitor</source>
        <translation>Waiting for a visitor</translation>
    </message>
    <message>
        <source>Asks for the card</source>
        <translation>Asks for the card</translation>
    </message>
    <message>
        <source>Reads the card</source>
        <translation>Reads the card</translation>
    </message>
    <message>
        <source>Asks for consent</source>
        <translation>Asks for consent</translation>
    </message>
    <message>
        <source>Consent was refused</source>
        <translation>Consent was refused</translation>
    </message>
    <message>
        <source>Choice of a service</source>
        <translation>Choice of a service</translation>
    </message>
    <message>
        <source>Introduces the service</source>
        <translation>Introduces the service</translation>
    </message>
    <message>
        <source>Form page</source>
        <translation>Form page</translation>
    </message>
    <message>
        <source>Takes pictures of papers</source>
        <translation>Takes pictures of papers</translation>
    </message>
    <message>
        <source>All answers once more</source>
        <translation>All answers once more</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>Saves the case</source>
        <translation>Saves the case</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Submitted</translation>
    </message>
    <message>
        <source>Answers a query</source>
        <translation>Answers a query</translation>
    </message>
    <message>
        <source>Waits for the card to be taken</source>
        <translation>Waits for the card to be taken</translation>
    </message>
    <message>
        <source>The visit has ended</source>
        <translation>The visit has ended</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>Out of service</translation>
    </message>
    <message>
        <source>Asks for the staff PIN</source>
        <translation>Asks for the staff PIN</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>Maintenance</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Waits for the staff card to be taken</source>
        <translation>Waits for the staff card to be taken</translation>
    </message>
    <message>
        <source>Code scanner</source>
        <translation>Code scanner</translation>
    </message>
    <message>
        <source>Cabinet</source>
        <translation>Cabinet</translation>
    </message>
    <message>
        <source>Asks for the card&apos;s PIN</source>
        <translation>Asks for the card&apos;s PIN</translation>
    </message>
    <message>
        <source>Asks for a new PIN</source>
        <translation>Asks for a new PIN</translation>
    </message>
    <message>
        <source>Asks for the kind of travel permit</source>
        <translation>Asks for the kind of travel permit</translation>
    </message>
    <message>
        <source>Waits for the travel permit under the camera</source>
        <translation>Waits for the travel permit under the camera</translation>
    </message>
    <message>
        <source>Asks whether the permit was read right</source>
        <translation>Asks whether the permit was read right</translation>
    </message>
    <message>
        <source>Asks for the number of the permit</source>
        <translation>Asks for the number of the permit</translation>
    </message>
    <message>
        <source>Asks for proof of the person</source>
        <translation>Asks for proof of the person</translation>
    </message>
    <message>
        <source>Asks for the PIN as a proof</source>
        <translation>Asks for the PIN as a proof</translation>
    </message>
    <message>
        <source>Asks for a look into the camera</source>
        <translation>Asks for a look into the camera</translation>
    </message>
    <message>
        <source>Staff vouch for the visitor</source>
        <translation>Staff vouch for the visitor</translation>
    </message>
    <message>
        <source>Sends to the window</source>
        <translation>Sends to the window</translation>
    </message>
    <message>
        <source>Asks for the number once more</source>
        <translation>Asks for the number once more</translation>
    </message>
    <message>
        <source>Asks for which company</source>
        <translation>Asks for which company</translation>
    </message>
    <message>
        <source>People of a company&apos;s case</source>
        <translation>People of a company&apos;s case</translation>
    </message>
    <message>
        <source>Asks for whom the visitor acts</source>
        <translation>Asks for whom the visitor acts</translation>
    </message>
    <message>
        <source>Shows a case of the visitor</source>
        <translation>Shows a case of the visitor</translation>
    </message>
    <message>
        <source>Shows what can be done here</source>
        <translation>Shows what can be done here</translation>
    </message>
    <message>
        <source>Shows what to bring</source>
        <translation>Shows what to bring</translation>
    </message>
    <message>
        <source>A promise instead of a paper</source>
        <translation>A promise instead of a paper</translation>
    </message>
    <message>
        <source>Changes the PIN of the card</source>
        <translation>Changes the PIN of the card</translation>
    </message>
    <message>
        <source>The PIN has been changed</source>
        <translation>The PIN has been changed</translation>
    </message>
    <message>
        <source>Asks for a table on a USB stick</source>
        <translation>Asks for a table on a USB stick</translation>
    </message>
    <message>
        <source>Shows what is wrong in a table</source>
        <translation>Shows what is wrong in a table</translation>
    </message>
    <message>
        <source>Shows the code of what was kept</source>
        <translation>Shows the code of what was kept</translation>
    </message>
    <message>
        <source>Asks for the code of what was kept</source>
        <translation>Asks for the code of what was kept</translation>
    </message>
    <message>
        <source>Looks through the pages of a paper</source>
        <translation>Looks through the pages of a paper</translation>
    </message>
    <message>
        <source>Too much light</source>
        <translation>Too much light</translation>
    </message>
    <message>
        <source>A4 printer</source>
        <translation>A4 printer</translation>
    </message>
    <message>
        <source>Gives up</source>
        <translation>Gives up</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>Busy</translation>
    </message>
    <message>
        <source>Line cut</source>
        <translation>Line cut</translation>
    </message>
</context>
<context>
    <name>DonePage</name>
    <message>
        <source>Your receipt is being printed.</source>
        <translation>Your receipt is being printed.</translation>
    </message>
    <message>
        <source>Please take your receipt.</source>
        <translation>Please take your receipt.</translation>
    </message>
    <message>
        <source>Please look whether your receipt is in the paper slot.</source>
        <translation>Please look whether your receipt is in the paper slot.</translation>
    </message>
    <message>
        <source>The receipt could not be printed.</source>
        <translation>The receipt could not be printed.</translation>
    </message>
    <message>
        <source>Your receipt is this code.</source>
        <translation>Your receipt is this code.</translation>
    </message>
    <message>
        <source>Your case has been received</source>
        <translation>Your case has been received</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>Case number</source>
        <translation>Case number</translation>
    </message>
    <message>
        <source>Case number %1</source>
        <translation>Case number %1</translation>
    </message>
    <message>
        <source>Kept safely in this machine</source>
        <translation>Kept safely in this machine</translation>
    </message>
    <message>
        <source>It is sent by itself as soon as there is a connection. You need not do anything and need not come back.</source>
        <translation>It is sent by itself as soon as there is a connection. You need not do anything and need not come back.</translation>
    </message>
    <message>
        <source>What happens next</source>
        <translation>What happens next</translation>
    </message>
    <message>
        <source>Take your card and your documents with you.</source>
        <translation>Take your card and your documents with you.</translation>
    </message>
    <message>
        <source>Receipt as a code</source>
        <translation>Receipt as a code</translation>
    </message>
    <message>
        <source>Receipt for your phone</source>
        <translation>Receipt for your phone</translation>
    </message>
    <message>
        <source>The centre has it</source>
        <translation>The centre has it</translation>
    </message>
    <message>
        <source>On its way to the centre</source>
        <translation>On its way to the centre</translation>
    </message>
    <message>
        <source>The centre has received your case and confirmed it.</source>
        <translation>The centre has received your case and confirmed it.</translation>
    </message>
    <message>
        <source>Your case is safe. It is being sent now; you need not wait.</source>
        <translation>Your case is safe. It is being sent now; you need not wait.</translation>
    </message>
    <message>
        <source>Scan this code to keep your case number. With it you can ask how far your case has got.</source>
        <translation>Scan this code to keep your case number. With it you can ask how far your case has got.</translation>
    </message>
    <message>
        <source>Your case has been submitted</source>
        <translation>Your case has been submitted</translation>
    </message>
    <message>
        <source>Your case is safe in this machine</source>
        <translation>Your case is safe in this machine</translation>
    </message>
    <message>
        <source>The code on this page is just as good; your case is not affected. If you want it on paper, please tell the staff and touch &quot;Print again&quot; afterwards.</source>
        <translation>The code on this page is just as good; your case is not affected. If you want it on paper, please tell the staff and touch &quot;Print again&quot; afterwards.</translation>
    </message>
    <message>
        <source>You have taken the case back</source>
        <translation>You have taken the case back</translation>
    </message>
    <message>
        <source>What was missing has been handed in</source>
        <translation>What was missing has been handed in</translation>
    </message>
    <message>
        <source>Do something else</source>
        <translation>Do something else</translation>
    </message>
    <message>
        <source>This may be useful next</source>
        <translation>This may be useful next</translation>
    </message>
    <message>
        <source>Case numbers</source>
        <translation>Case numbers</translation>
    </message>
    <message>
        <source>%1: case number %2</source>
        <translation>%1: case number %2</translation>
    </message>
</context>
<context>
    <name>DraftCodePage</name>
    <message>
        <source>The code has eight digits. Please go on typing.</source>
        <translation>The code has eight digits. Please go on typing.</translation>
    </message>
    <message>
        <source>Nothing is kept under this code. Please compare it; after five wrong codes what you kept is removed.</source>
        <translation>Nothing is kept under this code. Please compare it; after five wrong codes what you kept is removed.</translation>
    </message>
    <message>
        <source>This cannot be gone on with at this machine. Please begin the service anew.</source>
        <translation>This cannot be gone on with at this machine. Please begin the service anew.</translation>
    </message>
    <message>
        <source>The centre did not answer. Please try again in a moment.</source>
        <translation>The centre did not answer. Please try again in a moment.</translation>
    </message>
    <message>
        <source>Go on with what you kept</source>
        <translation>Go on with what you kept</translation>
    </message>
    <message>
        <source>Type the code that was shown to you.</source>
        <translation>Type the code that was shown to you.</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>Entered: %1</source>
        <translation>Entered: %1</translation>
    </message>
    <message>
        <source>Nothing entered yet</source>
        <translation>Nothing entered yet</translation>
    </message>
    <message>
        <source>%1 of %2 digits</source>
        <translation>%1 of %2 digits</translation>
    </message>
    <message>
        <source>Keys for the code</source>
        <translation>Keys for the code</translation>
    </message>
</context>
<context>
    <name>DraftKeptPage</name>
    <message>
        <source>What you entered is kept until midnight</source>
        <translation>What you entered is kept until midnight</translation>
    </message>
    <message>
        <source>It could not be kept</source>
        <translation>It could not be kept</translation>
    </message>
    <message>
        <source>Go on at any of these machines, today.</source>
        <translation>Go on at any of these machines, today.</translation>
    </message>
    <message>
        <source>Go on now</source>
        <translation>Go on now</translation>
    </message>
    <message>
        <source>End visit</source>
        <translation>End visit</translation>
    </message>
    <message>
        <source>The centre did not answer</source>
        <translation>The centre did not answer</translation>
    </message>
    <message>
        <source>Nothing is lost: go on now, or try again in a moment. If you end your visit, what you entered is removed.</source>
        <translation>Nothing is lost: go on now, or try again in a moment. If you end your visit, what you entered is removed.</translation>
    </message>
    <message>
        <source>Your code</source>
        <translation>Your code</translation>
    </message>
    <message>
        <source>Your code: %1</source>
        <translation>Your code: %1</translation>
    </message>
    <message>
        <source>Write the code down or take a photo of it</source>
        <translation>Write the code down or take a photo of it</translation>
    </message>
    <message>
        <source>Nobody can tell it to you again. After five wrong codes, and at midnight, what you entered is removed.</source>
        <translation>Nobody can tell it to you again. After five wrong codes, and at midnight, what you entered is removed.</translation>
    </message>
    <message>
        <source>Sign in with the same document.</source>
        <translation>Sign in with the same document.</translation>
    </message>
    <message>
        <source>Touch &quot;Go on with what you kept&quot; and type the code.</source>
        <translation>Touch &quot;Go on with what you kept&quot; and type the code.</translation>
    </message>
    <message>
        <source>Papers are laid under the camera again; nothing has been submitted yet.</source>
        <translation>Papers are laid under the camera again; nothing has been submitted yet.</translation>
    </message>
</context>
<context>
    <name>EdgeBar</name>
    <message>
        <source>The width of an edge cannot be told yet</source>
        <translation>The width of an edge cannot be told yet</translation>
    </message>
    <message>
        <source>Width of an edge: %1 px, good (at most %2 px)</source>
        <translation>Width of an edge: %1 px, good (at most %2 px)</translation>
    </message>
    <message>
        <source>Width of an edge: %1 px, not good yet (at most %2 px)</source>
        <translation>Width of an edge: %1 px, not good yet (at most %2 px)</translation>
    </message>
</context>
<context>
    <name>EndedPage</name>
    <message>
        <source>Your visit has ended</source>
        <translation>Your visit has ended</translation>
    </message>
    <message>
        <source>Your data has been removed from this screen</source>
        <translation>Your data has been removed from this screen</translation>
    </message>
    <message>
        <source>Thank you, and all the best. Please check that you have your card and your documents.</source>
        <translation>Thank you, and all the best. Please check that you have your card and your documents.</translation>
    </message>
</context>
<context>
    <name>ErrorSummary</name>
    <message>
        <source>Please put this right</source>
        <translation>Please put this right</translation>
    </message>
</context>
<context>
    <name>FaultTexts</name>
    <message>
        <source>The card does not answer.</source>
        <translation>The card does not answer.</translation>
    </message>
    <message>
        <source>This is not a social security card.</source>
        <translation>This is not a social security card.</translation>
    </message>
    <message>
        <source>The card was taken out too early.</source>
        <translation>The card was taken out too early.</translation>
    </message>
    <message>
        <source>This card can only be read at a service window.</source>
        <translation>This card can only be read at a service window.</translation>
    </message>
    <message>
        <source>The card is no longer valid.</source>
        <translation>The card is no longer valid.</translation>
    </message>
    <message>
        <source>The card is blocked.</source>
        <translation>The card is blocked.</translation>
    </message>
    <message>
        <source>The card could not be read completely.</source>
        <translation>The card could not be read completely.</translation>
    </message>
    <message>
        <source>The machine does not know this kind of card.</source>
        <translation>The machine does not know this kind of card.</translation>
    </message>
    <message>
        <source>The card did not pass the check.</source>
        <translation>The card did not pass the check.</translation>
    </message>
    <message>
        <source>The PIN is not right.</source>
        <translation>The PIN is not right.</translation>
    </message>
    <message>
        <source>The PIN was wrong twice. It cannot be tried again in this visit.</source>
        <translation>The PIN was wrong twice. It cannot be tried again in this visit.</translation>
    </message>
    <message>
        <source>A device is not connected.</source>
        <translation>A device is not connected.</translation>
    </message>
    <message>
        <source>The device is still at work.</source>
        <translation>The device is still at work.</translation>
    </message>
    <message>
        <source>The device took too long.</source>
        <translation>The device took too long.</translation>
    </message>
    <message>
        <source>The device gave an answer that makes no sense.</source>
        <translation>The device gave an answer that makes no sense.</translation>
    </message>
    <message>
        <source>The device has stopped working.</source>
        <translation>The device has stopped working.</translation>
    </message>
    <message>
        <source>This was stopped.</source>
        <translation>This was stopped.</translation>
    </message>
    <message>
        <source>Too much is waiting for this device.</source>
        <translation>Too much is waiting for this device.</translation>
    </message>
    <message>
        <source>The device is getting ready.</source>
        <translation>The device is getting ready.</translation>
    </message>
    <message>
        <source>This machine does not have this device.</source>
        <translation>This machine does not have this device.</translation>
    </message>
    <message>
        <source>The program of the device has failed.</source>
        <translation>The program of the device has failed.</translation>
    </message>
    <message>
        <source>The card service of the machine is not running.</source>
        <translation>The card service of the machine is not running.</translation>
    </message>
    <message>
        <source>Another program is using the device.</source>
        <translation>Another program is using the device.</translation>
    </message>
    <message>
        <source>The machine is not allowed to use the device.</source>
        <translation>The machine is not allowed to use the device.</translation>
    </message>
    <message>
        <source>The printer has no paper.</source>
        <translation>The printer has no paper.</translation>
    </message>
    <message>
        <source>The paper roll is nearly used up.</source>
        <translation>The paper roll is nearly used up.</translation>
    </message>
    <message>
        <source>Paper is stuck in the printer.</source>
        <translation>Paper is stuck in the printer.</translation>
    </message>
    <message>
        <source>The printer cover is open.</source>
        <translation>The printer cover is open.</translation>
    </message>
    <message>
        <source>The paper cutter is stuck.</source>
        <translation>The paper cutter is stuck.</translation>
    </message>
    <message>
        <source>The printer is too warm and is cooling down.</source>
        <translation>The printer is too warm and is cooling down.</translation>
    </message>
    <message>
        <source>The printer has failed.</source>
        <translation>The printer has failed.</translation>
    </message>
    <message>
        <source>It is not certain that the receipt was printed.</source>
        <translation>It is not certain that the receipt was printed.</translation>
    </message>
    <message>
        <source>The camera gives no picture.</source>
        <translation>The camera gives no picture.</translation>
    </message>
    <message>
        <source>The picture of the camera is dark.</source>
        <translation>The picture of the camera is dark.</translation>
    </message>
    <message>
        <source>The picture of the camera has stopped.</source>
        <translation>The picture of the camera has stopped.</translation>
    </message>
    <message>
        <source>No page can be seen.</source>
        <translation>No page can be seen.</translation>
    </message>
    <message>
        <source>The page is not sharp.</source>
        <translation>The page is not sharp.</translation>
    </message>
    <message>
        <source>Light is reflected on the page.</source>
        <translation>Light is reflected on the page.</translation>
    </message>
    <message>
        <source>Part of the page is outside the picture.</source>
        <translation>Part of the page is outside the picture.</translation>
    </message>
    <message>
        <source>Something covers the page.</source>
        <translation>Something covers the page.</translation>
    </message>
    <message>
        <source>It is too dark to read the page.</source>
        <translation>It is too dark to read the page.</translation>
    </message>
    <message>
        <source>The page is too small or too far away.</source>
        <translation>The page is too small or too far away.</translation>
    </message>
    <message>
        <source>The picture cannot be used.</source>
        <translation>The picture cannot be used.</translation>
    </message>
    <message>
        <source>There is no connection to the centre.</source>
        <translation>There is no connection to the centre.</translation>
    </message>
    <message>
        <source>The centre took too long to answer.</source>
        <translation>The centre took too long to answer.</translation>
    </message>
    <message>
        <source>The centre did not accept this.</source>
        <translation>The centre did not accept this.</translation>
    </message>
    <message>
        <source>The centre has no such record.</source>
        <translation>The centre has no such record.</translation>
    </message>
    <message>
        <source>The centre gave an answer that makes no sense.</source>
        <translation>The centre gave an answer that makes no sense.</translation>
    </message>
    <message>
        <source>This machine is not registered with the centre yet.</source>
        <translation>This machine is not registered with the centre yet.</translation>
    </message>
    <message>
        <source>The centre no longer accepts this machine.</source>
        <translation>The centre no longer accepts this machine.</translation>
    </message>
    <message>
        <source>The registration code is not right.</source>
        <translation>The registration code is not right.</translation>
    </message>
    <message>
        <source>The memory of the machine is full.</source>
        <translation>The memory of the machine is full.</translation>
    </message>
    <message>
        <source>Another program is using the records of this machine.</source>
        <translation>Another program is using the records of this machine.</translation>
    </message>
    <message>
        <source>The records were written by a newer program.</source>
        <translation>The records were written by a newer program.</translation>
    </message>
    <message>
        <source>The records of this machine are damaged.</source>
        <translation>The records of this machine are damaged.</translation>
    </message>
    <message>
        <source>The machine could not save the record.</source>
        <translation>The machine could not save the record.</translation>
    </message>
    <message>
        <source>There is no such record.</source>
        <translation>There is no such record.</translation>
    </message>
    <message>
        <source>This has already been saved.</source>
        <translation>This has already been saved.</translation>
    </message>
    <message>
        <source>A file cannot be read.</source>
        <translation>A file cannot be read.</translation>
    </message>
    <message>
        <source>A file is not as it should be.</source>
        <translation>A file is not as it should be.</translation>
    </message>
    <message>
        <source>A rule is not written correctly.</source>
        <translation>A rule is not written correctly.</translation>
    </message>
    <message>
        <source>A rule compares things that do not match.</source>
        <translation>A rule compares things that do not match.</translation>
    </message>
    <message>
        <source>A sealed record was changed on its way.</source>
        <translation>A sealed record was changed on its way.</translation>
    </message>
    <message>
        <source>A signature does not match.</source>
        <translation>A signature does not match.</translation>
    </message>
    <message>
        <source>A message is not as it should be.</source>
        <translation>A message is not as it should be.</translation>
    </message>
    <message>
        <source>A key of this machine is missing.</source>
        <translation>A key of this machine is missing.</translation>
    </message>
    <message>
        <source>This card is not on the staff list.</source>
        <translation>This card is not on the staff list.</translation>
    </message>
    <message>
        <source>The staff PIN is not right.</source>
        <translation>The staff PIN is not right.</translation>
    </message>
    <message>
        <source>Staff sign-in is locked for a while after wrong tries.</source>
        <translation>Staff sign-in is locked for a while after wrong tries.</translation>
    </message>
    <message>
        <source>The permission of this staff card has ended.</source>
        <translation>The permission of this staff card has ended.</translation>
    </message>
    <message>
        <source>The machine was asked for something it does not know.</source>
        <translation>The machine was asked for something it does not know.</translation>
    </message>
    <message>
        <source>This is not allowed here.</source>
        <translation>This is not allowed here.</translation>
    </message>
    <message>
        <source>Something went wrong in the machine.</source>
        <translation>Something went wrong in the machine.</translation>
    </message>
    <message>
        <source>You can go on.</source>
        <translation>You can go on.</translation>
    </message>
    <message>
        <source>Please wait a moment. The machine puts this right by itself.</source>
        <translation>Please wait a moment. The machine puts this right by itself.</translation>
    </message>
    <message>
        <source>Please tell a member of staff. What you have entered is kept.</source>
        <translation>Please tell a member of staff. What you have entered is kept.</translation>
    </message>
    <message>
        <source>Nothing needs to be done.</source>
        <translation>Nothing needs to be done.</translation>
    </message>
    <message>
        <source>Nothing needs to be done: this heals by itself within a minute.</source>
        <translation>Nothing needs to be done: this heals by itself within a minute.</translation>
    </message>
    <message>
        <source>Check that the cable of the device is plugged in at both ends.</source>
        <translation>Check that the cable of the device is plugged in at both ends.</translation>
    </message>
    <message>
        <source>Switch on the lamp of the tray and remove whatever keeps out the light.</source>
        <translation>Switch on the lamp of the tray and remove whatever keeps out the light.</translation>
    </message>
    <message>
        <source>Open the printer, put in a new roll as the picture in the cover shows, then close it.</source>
        <translation>Open the printer, put in a new roll as the picture in the cover shows, then close it.</translation>
    </message>
    <message>
        <source>Open the printer, pull out the stuck paper towards you, close the cover.</source>
        <translation>Open the printer, pull out the stuck paper towards you, close the cover.</translation>
    </message>
    <message>
        <source>Press the printer cover down until it clicks.</source>
        <translation>Press the printer cover down until it clicks.</translation>
    </message>
    <message>
        <source>Serve visitors at the window and call the technician.</source>
        <translation>Serve visitors at the window and call the technician.</translation>
    </message>
    <message>
        <source>Use your own staff card.</source>
        <translation>Use your own staff card.</translation>
    </message>
    <message>
        <source>Enter it once more.</source>
        <translation>Enter it once more.</translation>
    </message>
    <message>
        <source>Wait until the time shown has passed.</source>
        <translation>Wait until the time shown has passed.</translation>
    </message>
    <message>
        <source>Call the technician.</source>
        <translation>Call the technician.</translation>
    </message>
    <message>
        <source>Please try once more.</source>
        <translation>Please try once more.</translation>
    </message>
    <message>
        <source>Put the card in again and leave it until the screen says so.</source>
        <translation>Put the card in again and leave it until the screen says so.</translation>
    </message>
    <message>
        <source>Turn the card round: the chip first and facing up.</source>
        <translation>Turn the card round: the chip first and facing up.</translation>
    </message>
    <message>
        <source>Please use another card, or go to the service window.</source>
        <translation>Please use another card, or go to the service window.</translation>
    </message>
    <message>
        <source>Please go to the service window with your card.</source>
        <translation>Please go to the service window with your card.</translation>
    </message>
    <message>
        <source>Please look whether a receipt lies in the paper slot. Your case is saved either way.</source>
        <translation>Please look whether a receipt lies in the paper slot. Your case is saved either way.</translation>
    </message>
    <message>
        <source>Lay the page flat in the middle of the tray.</source>
        <translation>Lay the page flat in the middle of the tray.</translation>
    </message>
    <message>
        <source>Move the page a little until all of it can be seen clearly, to its four corners.</source>
        <translation>Move the page a little until all of it can be seen clearly, to its four corners.</translation>
    </message>
    <message>
        <source>Take your hands away and let the page lie still.</source>
        <translation>Take your hands away and let the page lie still.</translation>
    </message>
    <message>
        <source>Restart the program; if it comes back, restart the machine.</source>
        <translation>Restart the program; if it comes back, restart the machine.</translation>
    </message>
    <message>
        <source>Stop the other program that uses this machine&apos;s records or devices.</source>
        <translation>Stop the other program that uses this machine&apos;s records or devices.</translation>
    </message>
    <message>
        <source>Install the current version of the program.</source>
        <translation>Install the current version of the program.</translation>
    </message>
    <message>
        <source>Register this machine with the centre again.</source>
        <translation>Register this machine with the centre again.</translation>
    </message>
    <message>
        <source>Read the technician&apos;s log of the machine.</source>
        <translation>Read the technician&apos;s log of the machine.</translation>
    </message>
    <message>
        <source>The number on this card cannot be right, so nothing can be applied for with it here.</source>
        <translation>The number on this card cannot be right, so nothing can be applied for with it here.</translation>
    </message>
    <message>
        <source>The device does not work, and starting it anew did not help.</source>
        <translation>The device does not work, and starting it anew did not help.</translation>
    </message>
    <message>
        <source>The staff have taken this device out of use.</source>
        <translation>The staff have taken this device out of use.</translation>
    </message>
    <message>
        <source>This code cannot be read here.</source>
        <translation>This code cannot be read here.</translation>
    </message>
    <message>
        <source>The centre does not know this code, or it is no longer valid.</source>
        <translation>The centre does not know this code, or it is no longer valid.</translation>
    </message>
    <message>
        <source>An electronic card can only be checked over the network, and there is no connection now.</source>
        <translation>An electronic card can only be checked over the network, and there is no connection now.</translation>
    </message>
    <message>
        <source>Refresh the electronic card on your phone and show it again.</source>
        <translation>Refresh the electronic card on your phone and show it again.</translation>
    </message>
    <message>
        <source>Please use your social security card or your resident ID card instead.</source>
        <translation>Please use your social security card or your resident ID card instead.</translation>
    </message>
    <message>
        <source>The PIN is locked after too many wrong tries. A social security card window or a branch of the card&apos;s bank can unlock it.</source>
        <translation>The PIN is locked after too many wrong tries. A social security card window or a branch of the card&apos;s bank can unlock it.</translation>
    </message>
    <message>
        <source>Without its PIN this card stays closed. To try again, take it out and put it in once more.</source>
        <translation>Without its PIN this card stays closed. To try again, take it out and put it in once more.</translation>
    </message>
    <message>
        <source>The card still has the PIN it was handed out with, so it signs nobody in.</source>
        <translation>The card still has the PIN it was handed out with, so it signs nobody in.</translation>
    </message>
    <message>
        <source>Cards are handed out with this PIN. Please choose another one.</source>
        <translation>Cards are handed out with this PIN. Please choose another one.</translation>
    </message>
    <message>
        <source>The two entries are not the same.</source>
        <translation>The two entries are not the same.</translation>
    </message>
    <message>
        <source>This card can only be read over the network, and there is no connection now.</source>
        <translation>This card can only be read over the network, and there is no connection now.</translation>
    </message>
    <message>
        <source>Another device is plugged in than the one this machine was set up with.</source>
        <translation>Another device is plugged in than the one this machine was set up with.</translation>
    </message>
    <message>
        <source>The maintenance door of this machine is open.</source>
        <translation>The maintenance door of this machine is open.</translation>
    </message>
    <message>
        <source>The power has failed; the machine runs on its battery.</source>
        <translation>The power has failed; the machine runs on its battery.</translation>
    </message>
    <message>
        <source>The battery is nearly empty.</source>
        <translation>The battery is nearly empty.</translation>
    </message>
    <message>
        <source>The maker&apos;s program for this device has stopped.</source>
        <translation>The maker&apos;s program for this device has stopped.</translation>
    </message>
    <message>
        <source>The maker&apos;s program for this device is missing or does not fit.</source>
        <translation>The maker&apos;s program for this device is missing or does not fit.</translation>
    </message>
    <message>
        <source>Close the maintenance door and lock it.</source>
        <translation>Close the maintenance door and lock it.</translation>
    </message>
    <message>
        <source>Check the mains plug and the fuse. The program ends by itself before the battery is empty.</source>
        <translation>Check the mains plug and the fuse. The program ends by itself before the battery is empty.</translation>
    </message>
    <message>
        <source>Put the device back into use on this page when it may be used again.</source>
        <translation>Put the device back into use on this page when it may be used again.</translation>
    </message>
    <message>
        <source>Fit what the configuration names, or change the configuration.</source>
        <translation>Fit what the configuration names, or change the configuration.</translation>
    </message>
    <message>
        <source>The picture of the camera is washed out.</source>
        <translation>The picture of the camera is washed out.</translation>
    </message>
    <message>
        <source>Take your hands out of the picture.</source>
        <translation>Take your hands out of the picture.</translation>
    </message>
    <message>
        <source>More than one paper lies there. Leave one and take the others away.</source>
        <translation>More than one paper lies there. Leave one and take the others away.</translation>
    </message>
    <message>
        <source>This paper has another size than the one that is needed. Is it the right one?</source>
        <translation>This paper has another size than the one that is needed. Is it the right one?</translation>
    </message>
    <message>
        <source>One end of the sheet and both of its long sides must be in the picture. The rest goes on beyond one side.</source>
        <translation>One end of the sheet and both of its long sides must be in the picture. The rest goes on beyond one side.</translation>
    </message>
    <message>
        <source>That is the same half again. Lay the other half on the tray.</source>
        <translation>That is the same half again. Lay the other half on the tray.</translation>
    </message>
    <message>
        <source>Too little of the sheet&apos;s middle is in both pictures. Lay more of this half on the tray.</source>
        <translation>Too little of the sheet&apos;s middle is in both pictures. Lay more of this half on the tray.</translation>
    </message>
    <message>
        <source>The two halves do not fit together. Is it the same sheet, and does it lie flat?</source>
        <translation>The two halves do not fit together. Is it the same sheet, and does it lie flat?</translation>
    </message>
    <message>
        <source>The A4 printer has no paper.</source>
        <translation>The A4 printer has no paper.</translation>
    </message>
    <message>
        <source>The A4 printer has no toner or ink.</source>
        <translation>The A4 printer has no toner or ink.</translation>
    </message>
    <message>
        <source>The A4 printer has no room for another sheet.</source>
        <translation>The A4 printer has no room for another sheet.</translation>
    </message>
    <message>
        <source>The A4 printer has stopped.</source>
        <translation>The A4 printer has stopped.</translation>
    </message>
    <message>
        <source>The A4 printer did not print this.</source>
        <translation>The A4 printer did not print this.</translation>
    </message>
    <message>
        <source>The A4 printer does not take PDF files.</source>
        <translation>The A4 printer does not take PDF files.</translation>
    </message>
    <message>
        <source>The A4 printer says that it has no paper of this size.</source>
        <translation>The A4 printer says that it has no paper of this size.</translation>
    </message>
    <message>
        <source>It is not certain that the sheet was printed.</source>
        <translation>It is not certain that the sheet was printed.</translation>
    </message>
    <message>
        <source>Put A4 paper into the tray of the A4 printer. It goes on by itself.</source>
        <translation>Put A4 paper into the tray of the A4 printer. It goes on by itself.</translation>
    </message>
    <message>
        <source>Put a new cartridge into the A4 printer.</source>
        <translation>Put a new cartridge into the A4 printer.</translation>
    </message>
    <message>
        <source>Take the printed sheets out of the A4 printer.</source>
        <translation>Take the printed sheets out of the A4 printer.</translation>
    </message>
    <message>
        <source>See what the A4 printer&apos;s own display says, and switch it off and on if that does not help.</source>
        <translation>See what the A4 printer&apos;s own display says, and switch it off and on if that does not help.</translation>
    </message>
    <message>
        <source>Look whether the sheet lies in the A4 printer before printing it once more.</source>
        <translation>Look whether the sheet lies in the A4 printer before printing it once more.</translation>
    </message>
</context>
<context>
    <name>FieldBox</name>
    <message>
        <source>Year-month-day, for example 2026-03-05</source>
        <translation>Year-month-day, for example 2026-03-05</translation>
    </message>
    <message>
        <source>%1 (optional)</source>
        <translation>%1 (optional)</translation>
    </message>
    <message>
        <source>Year-month, for example 2026-03</source>
        <translation>Year-month, for example 2026-03</translation>
    </message>
</context>
<context>
    <name>FieldHeader</name>
    <message>
        <source>from your card</source>
        <translation>from your card</translation>
    </message>
    <message>
        <source>from the centre</source>
        <translation>from the centre</translation>
    </message>
    <message>
        <source>entered by you</source>
        <translation>entered by you</translation>
    </message>
    <message>
        <source>from your permit</source>
        <translation>from your permit</translation>
    </message>
    <message>
        <source>from the worker&apos;s card</source>
        <translation>from the worker&apos;s card</translation>
    </message>
    <message>
        <source>read from your paper</source>
        <translation>read from your paper</translation>
    </message>
</context>
<context>
    <name>FigureRows</name>
    <message>
        <source>good</source>
        <translation>good</translation>
    </message>
    <message>
        <source>not good</source>
        <translation>not good</translation>
    </message>
</context>
<context>
    <name>FocusBars</name>
    <message>
        <source>Sharpest at focus %1</source>
        <translation>Sharpest at focus %1</translation>
    </message>
    <message>
        <source>Focus %1 is being set</source>
        <translation>Focus %1 is being set</translation>
    </message>
    <message>
        <source>Focus %1: sharpness %2 %</source>
        <translation>Focus %1: sharpness %2 %</translation>
    </message>
    <message>
        <source>Sharpness at each focus that was tried</source>
        <translation>Sharpness at each focus that was tried</translation>
    </message>
</context>
<context>
    <name>FormField</name>
    <message>
        <source>Yes</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>No</source>
        <translation>No</translation>
    </message>
    <message>
        <source>If none of these is right, please answer here.</source>
        <translation>If none of these is right, please answer here.</translation>
    </message>
    <message>
        <source>If it is not right, please answer here.</source>
        <translation>If it is not right, please answer here.</translation>
    </message>
</context>
<context>
    <name>FormPage</name>
    <message>
        <source>Next</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Take a table from a USB stick</source>
        <translation>Take a table from a USB stick</translation>
    </message>
</context>
<context>
    <name>GuideCasePage</name>
    <message>
        <source>day and night, where the machine can be reached</source>
        <translation>day and night, where the machine can be reached</translation>
    </message>
    <message>
        <source>while the hall is open</source>
        <translation>while the hall is open</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>at once</translation>
    </message>
    <message numerus="yes">
        <source>%n working day(s)</source>
        <translation>
            <numerusform>%n working day</numerusform>
            <numerusform>%n working days</numerusform>
        </translation>
    </message>
    <message>
        <source>The rest, or all of it, is done there.</source>
        <translation>The rest, or all of it, is done there.</translation>
    </message>
    <message>
        <source>All of it can be done there as well.</source>
        <translation>All of it can be done there as well.</translation>
    </message>
    <message>
        <source>Do it now</source>
        <translation>Do it now</translation>
    </message>
    <message>
        <source>Print this page</source>
        <translation>Print this page</translation>
    </message>
    <message>
        <source>At this machine it rests at the moment</source>
        <translation>At this machine it rests at the moment</translation>
    </message>
    <message>
        <source>What to bring</source>
        <translation>What to bring</translation>
    </message>
    <message>
        <source>The clerk&apos;s social security card or resident ID card, and the unit&apos;s credit code</source>
        <translation>The clerk&apos;s social security card or resident ID card, and the unit&apos;s credit code</translation>
    </message>
    <message>
        <source>Your social security card or resident ID card</source>
        <translation>Your social security card or resident ID card</translation>
    </message>
    <message>
        <source> (if you have it)</source>
        <translation> (if you have it)</translation>
    </message>
    <message>
        <source>No other papers are needed.</source>
        <translation>No other papers are needed.</translation>
    </message>
    <message>
        <source>Time and cost</source>
        <translation>Time and cost</translation>
    </message>
    <message>
        <source>At this machine</source>
        <translation>At this machine</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>about %1 min</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Decision</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>%1 yuan</source>
        <translation>%1 yuan</translation>
    </message>
    <message>
        <source>free of charge</source>
        <translation>free of charge</translation>
    </message>
    <message>
        <source>Where and when</source>
        <translation>Where and when</translation>
    </message>
    <message>
        <source>begun here, ended at the window</source>
        <translation>begun here, ended at the window</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>on the centre&apos;s website</source>
        <translation>on the centre&apos;s website</translation>
    </message>
    <message>
        <source>Service window</source>
        <translation>Service window</translation>
    </message>
    <message>
        <source>Who can apply</source>
        <translation>Who can apply</translation>
    </message>
    <message>
        <source>What it rests on</source>
        <translation>What it rests on</translation>
    </message>
</context>
<context>
    <name>GuideItemPage</name>
    <message>
        <source>Which of these is it?</source>
        <translation>Which of these is it?</translation>
    </message>
</context>
<context>
    <name>GuidePage</name>
    <message>
        <source>What can be done here</source>
        <translation>What can be done here</translation>
    </message>
    <message>
        <source>Touch something to see what to bring and how long it takes. You need not sign in for that.</source>
        <translation>Touch something to see what to bring and how long it takes. You need not sign in for that.</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>GuideSlip</name>
    <message>
        <source>The page is being printed.</source>
        <translation>The page is being printed.</translation>
    </message>
    <message>
        <source>Please take the page from the paper slot.</source>
        <translation>Please take the page from the paper slot.</translation>
    </message>
    <message>
        <source>There is no paper at the moment. Scan this code with your phone instead.</source>
        <translation>There is no paper at the moment. Scan this code with your phone instead.</translation>
    </message>
    <message>
        <source>Please look whether the page is in the paper slot.</source>
        <translation>Please look whether the page is in the paper slot.</translation>
    </message>
    <message>
        <source>The page could not be printed. Scan this code with your phone instead.</source>
        <translation>The page could not be printed. Scan this code with your phone instead.</translation>
    </message>
    <message>
        <source>What to bring, as a code</source>
        <translation>What to bring, as a code</translation>
    </message>
</context>
<context>
    <name>HalfSheetWords</name>
    <message>
        <source>This sheet is larger than the tray. First lay its upper half on the tray: the lower half hangs over towards you.</source>
        <translation>This sheet is larger than the tray. First lay its upper half on the tray: the lower half hangs over towards you.</translation>
    </message>
    <message>
        <source>This sheet is larger than the tray. First lay its lower half on the tray: the upper half goes beyond it.</source>
        <translation>This sheet is larger than the tray. First lay its lower half on the tray: the upper half goes beyond it.</translation>
    </message>
    <message>
        <source>This sheet is larger than the tray. First lay its left half on the tray: the right half goes beyond it.</source>
        <translation>This sheet is larger than the tray. First lay its left half on the tray: the right half goes beyond it.</translation>
    </message>
    <message>
        <source>This sheet is larger than the tray. First lay its right half on the tray: the left half goes beyond it.</source>
        <translation>This sheet is larger than the tray. First lay its right half on the tray: the left half goes beyond it.</translation>
    </message>
    <message>
        <source>Now the lower half: push the sheet away from you until its lower end lies on the tray, or turn it round.</source>
        <translation>Now the lower half: push the sheet away from you until its lower end lies on the tray, or turn it round.</translation>
    </message>
    <message>
        <source>Now the upper half: pull the sheet towards you until its upper end lies on the tray, or turn it round.</source>
        <translation>Now the upper half: pull the sheet towards you until its upper end lies on the tray, or turn it round.</translation>
    </message>
    <message>
        <source>Now the right half: push the sheet to the left until its right end lies on the tray, or turn it round.</source>
        <translation>Now the right half: push the sheet to the left until its right end lies on the tray, or turn it round.</translation>
    </message>
    <message>
        <source>Now the left half: push the sheet to the right until its left end lies on the tray, or turn it round.</source>
        <translation>Now the left half: push the sheet to the right until its left end lies on the tray, or turn it round.</translation>
    </message>
</context>
<context>
    <name>HolderRow</name>
    <message>
        <source>The photo on your card</source>
        <translation>The photo on your card</translation>
    </message>
    <message>
        <source>A silhouette: no photo is shown</source>
        <translation>A silhouette: no photo is shown</translation>
    </message>
    <message>
        <source>You are signed in as</source>
        <translation>You are signed in as</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>What would you like to do?</source>
        <translation>What would you like to do?</translation>
    </message>
    <message>
        <source>Choose a service.</source>
        <translation>Choose a service.</translation>
    </message>
    <message>
        <source>End visit</source>
        <translation>End visit</translation>
    </message>
    <message>
        <source>No connection at the moment</source>
        <translation>No connection at the moment</translation>
    </message>
    <message>
        <source>You can apply all the same: your case is kept here safely and sent later.</source>
        <translation>You can apply all the same: your case is kept here safely and sent later.</translation>
    </message>
    <message>
        <source>This service is resting</source>
        <translation>This service is resting</translation>
    </message>
    <message>
        <source>Other services go on as usual.</source>
        <translation>Other services go on as usual.</translation>
    </message>
    <message>
        <source>Your cases</source>
        <translation>Your cases</translation>
    </message>
    <message>
        <source>No. %1, %2</source>
        <translation>No. %1, %2</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>about %1 min</translation>
    </message>
    <message>
        <source>Nothing to do here at the moment</source>
        <translation>Nothing to do here at the moment</translation>
    </message>
    <message>
        <source>Please ask at the service window.</source>
        <translation>Please ask at the service window.</translation>
    </message>
    <message>
        <source>No paper receipts at the moment; you get a code for your phone instead.</source>
        <translation>No paper receipts at the moment; you get a code for your phone instead.</translation>
    </message>
    <message>
        <source>No scanning at the moment; papers can be handed in at the window.</source>
        <translation>No scanning at the moment; papers can be handed in at the window.</translation>
    </message>
    <message>
        <source>The staff have to put this right. Everything else goes on as usual.</source>
        <translation>The staff have to put this right. Everything else goes on as usual.</translation>
    </message>
    <message>
        <source>A case of yours</source>
        <translation>A case of yours</translation>
    </message>
    <message>
        <source>submitted</source>
        <translation>submitted</translation>
    </message>
    <message>
        <source>Show what they are about</source>
        <translation>Show what they are about</translation>
    </message>
    <message>
        <source>Leave this company</source>
        <translation>Leave this company</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>The centre could not be asked about this company</source>
        <translation>The centre could not be asked about this company</translation>
    </message>
    <message>
        <source>You can apply all the same, with a shorter form. The centre adds what it knows, and takes the case only from a clerk whom the company has named.</source>
        <translation>You can apply all the same, with a shorter form. The centre adds what it knows, and takes the case only from a clerk whom the company has named.</translation>
    </message>
    <message>
        <source>You may need this</source>
        <translation>You may need this</translation>
    </message>
    <message>
        <source>Used most</source>
        <translation>Used most</translation>
    </message>
    <message>
        <source>All services</source>
        <translation>All services</translation>
    </message>
    <message>
        <source>Several services in one go</source>
        <translation>Several services in one go</translation>
    </message>
    <message>
        <source>Go on with what you kept</source>
        <translation>Go on with what you kept</translation>
    </message>
    <message>
        <source>This machine cannot take new cases at the moment</source>
        <translation>This machine cannot take new cases at the moment</translation>
    </message>
    <message>
        <source>Questions, proofs and printing go on as usual here.</source>
        <translation>Questions, proofs and printing go on as usual here.</translation>
    </message>
    <message>
        <source>Some cases handed in here cannot be shown</source>
        <translation>Some cases handed in here cannot be shown</translation>
    </message>
    <message>
        <source>The memory of this machine was damaged. The cases are kept and go to the centre. If you handed one in here and it is not listed, you need not do it again; with questions, go to the counter with your receipt.</source>
        <translation>The memory of this machine was damaged. The cases are kept and go to the centre. If you handed one in here and it is not listed, you need not do it again; with questions, go to the counter with your receipt.</translation>
    </message>
</context>
<context>
    <name>IdleDialog</name>
    <message>
        <source>seconds left</source>
        <translation>seconds left</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>%n second left</numerusform>
            <numerusform>%n seconds left</numerusform>
        </translation>
    </message>
    <message>
        <source>I am still here</source>
        <translation>I am still here</translation>
    </message>
</context>
<context>
    <name>IntroPage</name>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>You can apply</source>
        <translation>You can apply</translation>
    </message>
    <message>
        <source>You cannot apply at the moment</source>
        <translation>You cannot apply at the moment</translation>
    </message>
    <message>
        <source>You may be able to apply</source>
        <translation>You may be able to apply</translation>
    </message>
    <message>
        <source>This machine cannot tell today&apos;s date. The centre checks what depends on it.</source>
        <translation>This machine cannot tell today&apos;s date. The centre checks what depends on it.</translation>
    </message>
    <message>
        <source>What you need</source>
        <translation>What you need</translation>
    </message>
    <message>
        <source> (we have it)</source>
        <translation> (we have it)</translation>
    </message>
    <message>
        <source> (to be scanned here)</source>
        <translation> (to be scanned here)</translation>
    </message>
    <message>
        <source>Who can apply</source>
        <translation>Who can apply</translation>
    </message>
    <message>
        <source>Time and cost</source>
        <translation>Time and cost</translation>
    </message>
    <message>
        <source>At this machine</source>
        <translation>At this machine</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>about %1 min</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Decision</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>What you get</source>
        <translation>What you get</translation>
    </message>
    <message>
        <source>%1 yuan</source>
        <translation>%1 yuan</translation>
    </message>
    <message>
        <source>free of charge</source>
        <translation>free of charge</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>at once</translation>
    </message>
    <message numerus="yes">
        <source>%n working day(s)</source>
        <translation>
            <numerusform>%n working day</numerusform>
            <numerusform>%n working days</numerusform>
        </translation>
    </message>
    <message>
        <source>This service is resting</source>
        <translation>This service is resting</translation>
    </message>
    <message>
        <source>No connection at the moment</source>
        <translation>No connection at the moment</translation>
    </message>
    <message>
        <source> (if you have it)</source>
        <translation> (if you have it)</translation>
    </message>
    <message>
        <source>How it goes</source>
        <translation>How it goes</translation>
    </message>
    <message>
        <source>The camera cannot be used at the moment</source>
        <translation>The camera cannot be used at the moment</translation>
    </message>
    <message>
        <source>You can fill in and submit everything here. Papers that are needed are brought to the window afterwards; your receipt says which.</source>
        <translation>You can fill in and submit everything here. Papers that are needed are brought to the window afterwards; your receipt says which.</translation>
    </message>
    <message>
        <source>No paper receipts at the moment</source>
        <translation>No paper receipts at the moment</translation>
    </message>
    <message>
        <source>You get your receipt as a code for your phone.</source>
        <translation>You get your receipt as a code for your phone.</translation>
    </message>
    <message>
        <source> (to be brought to the window)</source>
        <translation> (to be brought to the window)</translation>
    </message>
    <message>
        <source>once it has been sent</source>
        <translation>once it has been sent</translation>
    </message>
    <message>
        <source>once the papers are there</source>
        <translation>once the papers are there</translation>
    </message>
    <message>
        <source>You can apply all the same, with a shorter form. Your case is kept safely in this machine and sent by itself once there is a connection; only then is it decided. You need not wait or come back.</source>
        <translation>You can apply all the same, with a shorter form. Your case is kept safely in this machine and sent by itself once there is a connection; only then is it decided. You need not wait or come back.</translation>
    </message>
    <message>
        <source>A member of staff who has seen you and your document</source>
        <translation>A member of staff who has seen you and your document</translation>
    </message>
    <message>
        <source>A proof that it is you: the PIN of your card, for example</source>
        <translation>A proof that it is you: the PIN of your card, for example</translation>
    </message>
    <message>
        <source>For myself</source>
        <translation>For myself</translation>
    </message>
    <message>
        <source>For someone else</source>
        <translation>For someone else</translation>
    </message>
    <message>
        <source>You act for %1</source>
        <translation>You act for %1</translation>
    </message>
    <message>
        <source>The form is about that person. The letter of authority is scanned with the other papers.</source>
        <translation>The form is about that person. The letter of authority is scanned with the other papers.</translation>
    </message>
    <message>
        <source>Print what to bring</source>
        <translation>Print what to bring</translation>
    </message>
    <message>
        <source>This is done at the service window</source>
        <translation>This is done at the service window</translation>
    </message>
    <message>
        <source>Please bring what is listed here, and the document you signed in with.</source>
        <translation>Please bring what is listed here, and the document you signed in with.</translation>
    </message>
    <message>
        <source>There is nothing to hand in at the moment</source>
        <translation>There is nothing to hand in at the moment</translation>
    </message>
    <message>
        <source>None of these services is called for, or open to you, by what the centre knows. What stands below says why.</source>
        <translation>None of these services is called for, or open to you, by what the centre knows. What stands below says why.</translation>
    </message>
    <message>
        <source>Several services in one go: touch here to do them together</source>
        <translation>Several services in one go: touch here to do them together</translation>
    </message>
    <message>
        <source>By what the centre knows, none of these services is called for.</source>
        <translation>By what the centre knows, none of these services is called for.</translation>
    </message>
    <message>
        <source>This machine cannot take new cases at the moment</source>
        <translation>This machine cannot take new cases at the moment</translation>
    </message>
    <message>
        <source>Papers cannot be scanned at the moment</source>
        <translation>Papers cannot be scanned at the moment</translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>Keyboard</source>
        <translation>Keyboard</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Capital letter</source>
        <translation>Capital letter</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>Next line</source>
        <translation>Next line</translation>
    </message>
</context>
<context>
    <name>KnownPage</name>
    <message>
        <source>We know this already</source>
        <translation>We know this already</translation>
    </message>
    <message>
        <source>You need not type any of it. If something is wrong, please touch &quot;Change&quot;.</source>
        <translation>You need not type any of it. If something is wrong, please touch &quot;Change&quot;.</translation>
    </message>
    <message>
        <source>All correct, go on</source>
        <translation>All correct, go on</translation>
    </message>
</context>
<context>
    <name>LeafTurner</name>
    <message>
        <source>Turn back</source>
        <translation>Turn back</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>Turn over</source>
        <translation>Turn over</translation>
    </message>
</context>
<context>
    <name>LeftCard</name>
    <message>
        <source>A card has been left on the reading plate</source>
        <translation>A card has been left on the reading plate</translation>
    </message>
    <message>
        <source>A card has been left in the reader</source>
        <translation>A card has been left in the reader</translation>
    </message>
    <message>
        <source>Is it yours? Lift it and lay it down again. If not, please hand it to the staff.</source>
        <translation>Is it yours? Lift it and lay it down again. If not, please hand it to the staff.</translation>
    </message>
    <message>
        <source>Is it yours? Take it out and put it in again. If not, please hand it to the staff.</source>
        <translation>Is it yours? Take it out and put it in again. If not, please hand it to the staff.</translation>
    </message>
</context>
<context>
    <name>MaintenancePage</name>
    <message>
        <source>Maintenance · technician</source>
        <translation>Maintenance · technician</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>Maintenance</translation>
    </message>
    <message>
        <source>Connected to the centre</source>
        <translation>Connected to the centre</translation>
    </message>
    <message>
        <source>No connection to the centre</source>
        <translation>No connection to the centre</translation>
    </message>
    <message>
        <source>Back to visitors</source>
        <translation>Back to visitors</translation>
    </message>
    <message>
        <source>Put into service</source>
        <translation>Put into service</translation>
    </message>
    <message>
        <source>Take out of service</source>
        <translation>Take out of service</translation>
    </message>
    <message>
        <source>Exit program</source>
        <translation>Exit program</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>Out of service</translation>
    </message>
    <message>
        <source>Visitors are shown the way to the window until you put the kiosk into service again.</source>
        <translation>Visitors are shown the way to the window until you put the kiosk into service again.</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 days</translation>
    </message>
    <message>
        <source>It does not agree with the last contact with the centre.</source>
        <translation>It does not agree with the last contact with the centre.</translation>
    </message>
    <message>
        <source>It is %1 ahead of the centre&apos;s.</source>
        <translation>It is %1 ahead of the centre&apos;s.</translation>
    </message>
    <message>
        <source>It is %1 behind the centre&apos;s.</source>
        <translation>It is %1 behind the centre&apos;s.</translation>
    </message>
    <message>
        <source>Until a technician sets it, receipts promise no day, and what depends on the day is decided by the centre.</source>
        <translation>Until a technician sets it, receipts promise no day, and what depends on the day is decided by the centre.</translation>
    </message>
    <message>
        <source>The clock of this machine is wrong</source>
        <translation>The clock of this machine is wrong</translation>
    </message>
    <message>
        <source>New cases are not taken; visitors are sent to the counter. Questions and printing go on.</source>
        <translation>New cases are not taken; visitors are sent to the counter. Questions and printing go on.</translation>
    </message>
    <message>
        <source>Papers are not scanned; visitors bring them to the counter. From 95 % on no new cases are taken.</source>
        <translation>Papers are not scanned; visitors bring them to the counter. From 95 % on no new cases are taken.</translation>
    </message>
    <message>
        <source>From 85 % on papers are not scanned, from 95 % on no new cases are taken.</source>
        <translation>From 85 % on papers are not scanned, from 95 % on no new cases are taken.</translation>
    </message>
    <message>
        <source>Cases that the centre has make room by themselves. If nothing waits to be sent, the disk is too small: call a technician.</source>
        <translation>Cases that the centre has make room by themselves. If nothing waits to be sent, the disk is too small: call a technician.</translation>
    </message>
    <message>
        <source>Bring the connection to the centre back: what it has makes room by itself. Until then a technician can export the waiting cases.</source>
        <translation>Bring the connection to the centre back: what it has makes room by itself. Until then a technician can export the waiting cases.</translation>
    </message>
    <message>
        <source>The memory of this machine is %1 % full</source>
        <translation>The memory of this machine is %1 % full</translation>
    </message>
    <message>
        <source>The keys of this machine lie in plain files</source>
        <translation>The keys of this machine lie in plain files</translation>
    </message>
    <message>
        <source>Whoever takes its disk can pretend to be this kiosk. Have a technician give the service its credential.</source>
        <translation>Whoever takes its disk can pretend to be this kiosk. Have a technician give the service its credential.</translation>
    </message>
    <message>
        <source>Whoever takes its disk can pretend to be this kiosk. Give the service its credential, hall-keys.</source>
        <translation>Whoever takes its disk can pretend to be this kiosk. Give the service its credential, hall-keys.</translation>
    </message>
    <message>
        <source>The centre takes nothing</source>
        <translation>The centre takes nothing</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Please note</source>
        <translation>Please note</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>Good to know</translation>
    </message>
</context>
<context>
    <name>OutOfServicePage</name>
    <message>
        <source>This machine is resting</source>
        <translation>This machine is resting</translation>
    </message>
    <message>
        <source>Please use another machine or the service window</source>
        <translation>Please use another machine or the service window</translation>
    </message>
    <message>
        <source>Please tell a member of staff.</source>
        <translation>Please tell a member of staff.</translation>
    </message>
    <message>
        <source>This machine is being serviced</source>
        <translation>This machine is being serviced</translation>
    </message>
    <message>
        <source>The power has failed</source>
        <translation>The power has failed</translation>
    </message>
    <message>
        <source>It is ready again as soon as the staff have closed the door.</source>
        <translation>It is ready again as soon as the staff have closed the door.</translation>
    </message>
    <message>
        <source>It is ready again when the power is back. Cases that were submitted are safe.</source>
        <translation>It is ready again when the power is back. Cases that were submitted are safe.</translation>
    </message>
</context>
<context>
    <name>PageFrame</name>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>%1 s left</translation>
    </message>
    <message>
        <source>Page down</source>
        <translation>Page down</translation>
    </message>
</context>
<context>
    <name>PageGuideWords</name>
    <message numerus="yes">
        <source>%n centimetre(s)</source>
        <translation>
            <numerusform>%n centimetre</numerusform>
            <numerusform>%n centimetres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Turn the page to the right, by about %n degree(s).</source>
        <translation>
            <numerusform>Turn the page to the right, by about %n degree.</numerusform>
            <numerusform>Turn the page to the right, by about %n degrees.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Turn the page to the left, by about %n degree(s).</source>
        <translation>
            <numerusform>Turn the page to the left, by about %n degree.</numerusform>
            <numerusform>Turn the page to the left, by about %n degrees.</numerusform>
        </translation>
    </message>
    <message>
        <source>Move the page %1 to the left and %2 away from you.</source>
        <translation>Move the page %1 to the left and %2 away from you.</translation>
    </message>
    <message>
        <source>Move the page %1 to the left and %2 towards you.</source>
        <translation>Move the page %1 to the left and %2 towards you.</translation>
    </message>
    <message>
        <source>Move the page %1 to the right and %2 away from you.</source>
        <translation>Move the page %1 to the right and %2 away from you.</translation>
    </message>
    <message>
        <source>Move the page %1 to the right and %2 towards you.</source>
        <translation>Move the page %1 to the right and %2 towards you.</translation>
    </message>
    <message>
        <source>Move the page %1 to the left.</source>
        <translation>Move the page %1 to the left.</translation>
    </message>
    <message>
        <source>Move the page %1 to the right.</source>
        <translation>Move the page %1 to the right.</translation>
    </message>
    <message>
        <source>Move the page %1 away from you.</source>
        <translation>Move the page %1 away from you.</translation>
    </message>
    <message>
        <source>Move the page %1 towards you.</source>
        <translation>Move the page %1 towards you.</translation>
    </message>
</context>
<context>
    <name>PageListPage</name>
    <message>
        <source>Page %1</source>
        <translation>Page %1</translation>
    </message>
    <message>
        <source>Page %1 is the first page already.</source>
        <translation>Page %1 is the first page already.</translation>
    </message>
    <message>
        <source>Page %1 is the last page already.</source>
        <translation>Page %1 is the last page already.</translation>
    </message>
    <message>
        <source>Page %1 is now page %2.</source>
        <translation>Page %1 is now page %2.</translation>
    </message>
    <message numerus="yes">
        <source>At least %n page(s) must stay. You can take this page again instead.</source>
        <translation>
            <numerusform>At least %n page must stay. You can take this page again instead.</numerusform>
            <numerusform>At least %n pages must stay. You can take this page again instead.</numerusform>
        </translation>
    </message>
    <message>
        <source>Page %1 was taken out. It is not handed in. It can be put back while this list is shown.</source>
        <translation>Page %1 was taken out. It is not handed in. It can be put back while this list is shown.</translation>
    </message>
    <message>
        <source>Pages: %1</source>
        <translation>Pages: %1</translation>
    </message>
    <message numerus="yes">
        <source>The pages go in this order. Up to %n page(s) can be taken.</source>
        <translation>
            <numerusform>The pages go in this order. Up to %n page can be taken.</numerusform>
            <numerusform>The pages go in this order. Up to %n pages can be taken.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pages are right</source>
        <translation>Pages are right</translation>
    </message>
    <message numerus="yes">
        <source>At least %n page(s) are needed.</source>
        <translation>
            <numerusform>At least %n page is needed.</numerusform>
            <numerusform>At least %n pages are needed.</numerusform>
        </translation>
    </message>
    <message>
        <source>One more page</source>
        <translation>One more page</translation>
    </message>
    <message numerus="yes">
        <source>No more than %n page(s) can be handed in. Take one out first to take another.</source>
        <translation>
            <numerusform>No more than %n page can be handed in. Take it out first to take another.</numerusform>
            <numerusform>No more than %n pages can be handed in. Take one out first to take another.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pages in their order</source>
        <translation>Pages in their order</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Earlier</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>Take again</source>
        <translation>Take again</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Take out</translation>
    </message>
    <message>
        <source>Page %1 of %2 is chosen. Touch another page to choose it.</source>
        <translation>Page %1 of %2 is chosen. Touch another page to choose it.</translation>
    </message>
    <message>
        <source>There is one page so far.</source>
        <translation>There is one page so far.</translation>
    </message>
    <message>
        <source>Put page %1 back</source>
        <translation>Put page %1 back</translation>
    </message>
    <message>
        <source>Page %1 is back in its place.</source>
        <translation>Page %1 is back in its place.</translation>
    </message>
</context>
<context>
    <name>PageZoom</name>
    <message>
        <source>%1, enlarged to %2 %</source>
        <translation>%1, enlarged to %2 %</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Smaller</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Larger</translation>
    </message>
    <message>
        <source>Show what is further left</source>
        <translation>Show what is further left</translation>
    </message>
    <message>
        <source>Show what is further up</source>
        <translation>Show what is further up</translation>
    </message>
    <message>
        <source>Show what is further down</source>
        <translation>Show what is further down</translation>
    </message>
    <message>
        <source>Show what is further right</source>
        <translation>Show what is further right</translation>
    </message>
</context>
<context>
    <name>PaperLine</name>
    <message>
        <source>You may hand it in later, until %1.</source>
        <translation>You may hand it in later, until %1.</translation>
    </message>
    <message numerus="yes">
        <source>You may hand it in later, within %n working day(s).</source>
        <translation>
            <numerusform>You may hand it in later, within %n working day.</numerusform>
            <numerusform>You may hand it in later, within %n working days.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not needed when: %1</source>
        <translation>Not needed when: %1</translation>
    </message>
    <message>
        <source>You may promise in writing instead.</source>
        <translation>You may promise in writing instead.</translation>
    </message>
    <message>
        <source>The window looks at the original by %1.</source>
        <translation>The window looks at the original by %1.</translation>
    </message>
    <message>
        <source>The centre looks for the electronic licence first. If it is there, nothing is scanned.</source>
        <translation>The centre looks for the electronic licence first. If it is there, nothing is scanned.</translation>
    </message>
</context>
<context>
    <name>PendingPage</name>
    <message>
        <source>Case No. %1</source>
        <translation>Case No. %1</translation>
    </message>
    <message>
        <source>Put this right now</source>
        <translation>Put this right now</translation>
    </message>
    <message>
        <source>Print this</source>
        <translation>Print this</translation>
    </message>
    <message>
        <source>Take this case back</source>
        <translation>Take this case back</translation>
    </message>
    <message>
        <source>This could not be kept</source>
        <translation>This could not be kept</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>No connection at the moment</source>
        <translation>No connection at the moment</translation>
    </message>
    <message>
        <source>What exactly is missing can be shown once there is a connection. The service window can tell you too.</source>
        <translation>What exactly is missing can be shown once there is a connection. The service window can tell you too.</translation>
    </message>
    <message>
        <source>Missing or wrong, to be put right until %1</source>
        <translation>Missing or wrong, to be put right until %1</translation>
    </message>
    <message>
        <source>Missing or wrong</source>
        <translation>Missing or wrong</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Where</translation>
    </message>
    <message>
        <source>Collect by</source>
        <translation>Collect by</translation>
    </message>
    <message>
        <source>Please take your slip.</source>
        <translation>Please take your slip.</translation>
    </message>
    <message>
        <source>Your slip is being printed.</source>
        <translation>Your slip is being printed.</translation>
    </message>
    <message>
        <source>The slip could not be printed. Please note where your result is.</source>
        <translation>The slip could not be printed. Please note where your result is.</translation>
    </message>
    <message>
        <source>This machine can pass nothing on at the moment</source>
        <translation>This machine can pass nothing on at the moment</translation>
    </message>
</context>
<context>
    <name>PendingPanel</name>
    <message>
        <source>%1: something is missing</source>
        <translation>%1: something is missing</translation>
    </message>
    <message>
        <source>%1: the result can be collected</source>
        <translation>%1: the result can be collected</translation>
    </message>
    <message>
        <source>A case of yours waits for you</source>
        <translation>A case of yours waits for you</translation>
    </message>
    <message>
        <source>Waiting for you</source>
        <translation>Waiting for you</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>until %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>No. %1</source>
        <translation>No. %1</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>Who is it about?</source>
        <translation>Who is it about?</translation>
    </message>
    <message>
        <source>One case can be about up to %1 people. You sign once for all of them.</source>
        <translation>One case can be about up to %1 people. You sign once for all of them.</translation>
    </message>
    <message>
        <source>That is everybody</source>
        <translation>That is everybody</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>No name yet</source>
        <translation>No name yet</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>Remove: %1</source>
        <translation>Remove: %1</translation>
    </message>
    <message>
        <source>person %1</source>
        <translation>person %1</translation>
    </message>
    <message>
        <source>Add another person</source>
        <translation>Add another person</translation>
    </message>
    <message>
        <source>Rows of your table that were not taken: %1</source>
        <translation>Rows of your table that were not taken: %1</translation>
    </message>
    <message>
        <source>Correct them here, or go on without them.</source>
        <translation>Correct them here, or go on without them.</translation>
    </message>
    <message>
        <source>Correct these rows</source>
        <translation>Correct these rows</translation>
    </message>
    <message>
        <source>People: %1, with something to mend: %2</source>
        <translation>People: %1, with something to mend: %2</translation>
    </message>
    <message>
        <source>People: %1</source>
        <translation>People: %1</translation>
    </message>
    <message>
        <source>Take a table from a USB stick</source>
        <translation>Take a table from a USB stick</translation>
    </message>
</context>
<context>
    <name>PermitCheckPage</name>
    <message>
        <source>Is this what is on your permit?</source>
        <translation>Is this what is on your permit?</translation>
    </message>
    <message>
        <source>Some characters are hidden, so that nobody reads them over your shoulder.</source>
        <translation>Some characters are hidden, so that nobody reads them over your shoulder.</translation>
    </message>
    <message>
        <source>No, lay it down again</source>
        <translation>No, lay it down again</translation>
    </message>
    <message>
        <source>Yes, this is right</source>
        <translation>Yes, this is right</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>Mainland travel permit for Taiwan residents</source>
        <translation>Mainland travel permit for Taiwan residents</translation>
    </message>
    <message>
        <source>Mainland travel permit for Hong Kong and Macao residents</source>
        <translation>Mainland travel permit for Hong Kong and Macao residents</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Name in Latin letters</source>
        <translation>Name in Latin letters</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>Date of birth</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Valid until</translation>
    </message>
</context>
<context>
    <name>PermitKindPage</name>
    <message>
        <source>Which travel permit do you have?</source>
        <translation>Which travel permit do you have?</translation>
    </message>
    <message>
        <source>Residence permits for Hong Kong, Macao and Taiwan residents go on the reader for ID cards instead.</source>
        <translation>Residence permits for Hong Kong, Macao and Taiwan residents go on the reader for ID cards instead.</translation>
    </message>
    <message>
        <source>Sign in another way</source>
        <translation>Sign in another way</translation>
    </message>
    <message>
        <source>Mainland travel permit for Hong Kong and Macao residents</source>
        <translation>Mainland travel permit for Hong Kong and Macao residents</translation>
    </message>
    <message>
        <source>The number begins with H or M.</source>
        <translation>The number begins with H or M.</translation>
    </message>
    <message>
        <source>Mainland travel permit for Taiwan residents</source>
        <translation>Mainland travel permit for Taiwan residents</translation>
    </message>
    <message>
        <source>The number has digits only.</source>
        <translation>The number has digits only.</translation>
    </message>
</context>
<context>
    <name>PermitLayPage</name>
    <message>
        <source>Reading the permit…</source>
        <translation>Reading the permit…</translation>
    </message>
    <message>
        <source>The camera is starting.</source>
        <translation>The camera is starting.</translation>
    </message>
    <message>
        <source>Found. Let it lie still.</source>
        <translation>Found. Let it lie still.</translation>
    </message>
    <message>
        <source>Hold still, taking the picture.</source>
        <translation>Hold still, taking the picture.</translation>
    </message>
    <message>
        <source>Taking the picture…</source>
        <translation>Taking the picture…</translation>
    </message>
    <message>
        <source>Lift the permit and lay it down again, or touch &quot;Take picture now&quot;.</source>
        <translation>Lift the permit and lay it down again, or touch &quot;Take picture now&quot;.</translation>
    </message>
    <message>
        <source>Lay the permit in the middle of the tray.</source>
        <translation>Lay the permit in the middle of the tray.</translation>
    </message>
    <message>
        <source>Lay your travel permit under the camera</source>
        <translation>Lay your travel permit under the camera</translation>
    </message>
    <message>
        <source>Back side up: the three lines of letters and digits are read.</source>
        <translation>Back side up: the three lines of letters and digits are read.</translation>
    </message>
    <message>
        <source>Take picture now</source>
        <translation>Take picture now</translation>
    </message>
    <message>
        <source>Type the number</source>
        <translation>Type the number</translation>
    </message>
    <message>
        <source>Live picture of the tray</source>
        <translation>Live picture of the tray</translation>
    </message>
</context>
<context>
    <name>PermitNotice</name>
    <message>
        <source>The lines at the bottom of the back could not be read.</source>
        <translation>The lines at the bottom of the back could not be read.</translation>
    </message>
    <message>
        <source>This is the other kind of travel permit.</source>
        <translation>This is the other kind of travel permit.</translation>
    </message>
    <message>
        <source>This is not a travel permit of this kind.</source>
        <translation>This is not a travel permit of this kind.</translation>
    </message>
    <message>
        <source>This travel permit is no longer valid.</source>
        <translation>This travel permit is no longer valid.</translation>
    </message>
    <message>
        <source>This is not yet a whole permit number.</source>
        <translation>This is not yet a whole permit number.</translation>
    </message>
    <message>
        <source>The two entries are not the same.</source>
        <translation>The two entries are not the same.</translation>
    </message>
    <message>
        <source>The camera cannot be used at the moment.</source>
        <translation>The camera cannot be used at the moment.</translation>
    </message>
    <message>
        <source>This machine cannot take travel permits at the moment.</source>
        <translation>This machine cannot take travel permits at the moment.</translation>
    </message>
    <message>
        <source>Lay it down once more, or type its number instead.</source>
        <translation>Lay it down once more, or type its number instead.</translation>
    </message>
    <message>
        <source>Please lay the permit down once more: back side up, flat, without its cover.</source>
        <translation>Please lay the permit down once more: back side up, flat, without its cover.</translation>
    </message>
    <message>
        <source>Go one step back and choose the other one.</source>
        <translation>Go one step back and choose the other one.</translation>
    </message>
    <message>
        <source>Please lay your permit down with its back side up.</source>
        <translation>Please lay your permit down with its back side up.</translation>
    </message>
    <message>
        <source>Please go to the service window with it.</source>
        <translation>Please go to the service window with it.</translation>
    </message>
    <message>
        <source>It is the letter H or M and eight digits. Older permits have ten digits.</source>
        <translation>It is the letter H or M and eight digits. Older permits have ten digits.</translation>
    </message>
    <message>
        <source>It has eight digits. Older permits have ten.</source>
        <translation>It has eight digits. Older permits have ten.</translation>
    </message>
    <message>
        <source>That happens easily. Please type the number again, slowly, both times as it stands on the permit.</source>
        <translation>That happens easily. Please type the number again, slowly, both times as it stands on the permit.</translation>
    </message>
    <message>
        <source>Please type the number of your permit.</source>
        <translation>Please type the number of your permit.</translation>
    </message>
    <message>
        <source>Please go to the service window with your permit.</source>
        <translation>Please go to the service window with your permit.</translation>
    </message>
</context>
<context>
    <name>PermitNumberPage</name>
    <message>
        <source>Type the number once more</source>
        <translation>Type the number once more</translation>
    </message>
    <message>
        <source>Type the number of your travel permit</source>
        <translation>Type the number of your travel permit</translation>
    </message>
    <message>
        <source>The first entry is hidden. Look at your permit, not at what you remember.</source>
        <translation>The first entry is hidden. Look at your permit, not at what you remember.</translation>
    </message>
    <message>
        <source>It is on the front: H or M and eight digits, on older permits ten.</source>
        <translation>It is on the front: H or M and eight digits, on older permits ten.</translation>
    </message>
    <message>
        <source>It is on the front: eight digits, on older permits ten.</source>
        <translation>It is on the front: eight digits, on older permits ten.</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>Entered: %1</source>
        <translation>Entered: %1</translation>
    </message>
    <message>
        <source>Nothing entered yet</source>
        <translation>Nothing entered yet</translation>
    </message>
</context>
<context>
    <name>PermitPad</name>
    <message>
        <source>Keys for the number</source>
        <translation>Keys for the number</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Clear</translation>
    </message>
</context>
<context>
    <name>PinChangedPage</name>
    <message>
        <source>The PIN of your card has been changed</source>
        <translation>The PIN of your card has been changed</translation>
    </message>
    <message>
        <source>Back to the start</source>
        <translation>Back to the start</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>The new PIN holds from now on</source>
        <translation>The new PIN holds from now on</translation>
    </message>
    <message>
        <source>Please tell it to nobody, not even the staff. The PIN of the bank account on the card is another one and has stayed as it was.</source>
        <translation>Please tell it to nobody, not even the staff. The PIN of the bank account on the card is another one and has stayed as it was.</translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message>
        <source>PIN pad</source>
        <translation>PIN pad</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Clear</translation>
    </message>
</context>
<context>
    <name>PinPage</name>
    <message>
        <source>Maintenance</source>
        <translation>Maintenance</translation>
    </message>
    <message>
        <source>Enter the PIN of your staff card.</source>
        <translation>Enter the PIN of your staff card.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>Locked for %1 s.</source>
        <translation>Locked for %1 s.</translation>
    </message>
    <message>
        <source>PIN: %1 digits entered</source>
        <translation>PIN: %1 digits entered</translation>
    </message>
</context>
<context>
    <name>PrintTestPage</name>
    <message>
        <source>The camera sees too few pixels for single dots. This test needs a camera of at least 5 megapixels.</source>
        <translation>The camera sees too few pixels for single dots. This test needs a camera of at least 5 megapixels.</translation>
    </message>
    <message>
        <source>The edges of the paper cannot be seen. Lay it flat in the middle of the dark plate, with nothing beside it.</source>
        <translation>The edges of the paper cannot be seen. Lay it flat in the middle of the dark plate, with nothing beside it.</translation>
    </message>
    <message>
        <source>The test paper cannot be seen. Lay it flat in the middle of the plate, with the print up.</source>
        <translation>The test paper cannot be seen. Lay it flat in the middle of the plate, with the print up.</translation>
    </message>
    <message>
        <source>Print test</source>
        <translation>Print test</translation>
    </message>
    <message>
        <source>Tear nothing off. Lay the paper flat in the middle of the plate, with the print up, and take your hand away.</source>
        <translation>Tear nothing off. Lay the paper flat in the middle of the plate, with the print up, and take your hand away.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>Measure again</translation>
    </message>
    <message>
        <source>The test paper is being printed.</source>
        <translation>The test paper is being printed.</translation>
    </message>
    <message>
        <source>The test paper is there.</source>
        <translation>The test paper is there.</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Measuring…</translation>
    </message>
    <message>
        <source>It cannot be judged</source>
        <translation>It cannot be judged</translation>
    </message>
    <message>
        <source>The print is good</source>
        <translation>The print is good</translation>
    </message>
    <message>
        <source>The print is not good</source>
        <translation>The print is not good</translation>
    </message>
    <message>
        <source>Dots from the left: %1.</source>
        <translation>Dots from the left: %1.</translation>
    </message>
    <message>
        <source>Width and length were not measured: the camera is not calibrated.</source>
        <translation>Width and length were not measured: the camera is not calibrated.</translation>
    </message>
</context>
<context>
    <name>PromisePage</name>
    <message>
        <source>A promise instead of the paper</source>
        <translation>A promise instead of the paper</translation>
    </message>
    <message>
        <source>I promise</source>
        <translation>I promise</translation>
    </message>
    <message>
        <source>I have read this and it is true. I sign it together with my case.</source>
        <translation>I have read this and it is true. I sign it together with my case.</translation>
    </message>
</context>
<context>
    <name>ProveFacePage</name>
    <message>
        <source>The camera takes a picture of your face. This machine compares it with the photo on your identity card, to see that the card is yours.</source>
        <translation>The camera takes a picture of your face. This machine compares it with the photo on your identity card, to see that the card is yours.</translation>
    </message>
    <message>
        <source>The picture is used for this one comparison, leaves the machine by no way, and is gone right after it. What is kept is that you agreed, and when.</source>
        <translation>The picture is used for this one comparison, leaves the machine by no way, and is gone right after it. What is kept is that you agreed, and when.</translation>
    </message>
    <message>
        <source>You are free to say no. The PIN of your card, a member of staff or the service window do just as well, and nothing you are entitled to depends on it.</source>
        <translation>You are free to say no. The PIN of your card, a member of staff or the service window do just as well, and nothing you are entitled to depends on it.</translation>
    </message>
    <message>
        <source>Please look into the camera</source>
        <translation>Please look into the camera</translation>
    </message>
    <message>
        <source>May the camera look at you?</source>
        <translation>May the camera look at you?</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>No, another way</source>
        <translation>No, another way</translation>
    </message>
    <message>
        <source>I agree, look now</source>
        <translation>I agree, look now</translation>
    </message>
    <message>
        <source>This takes a few seconds. Please look straight ahead, without hat or mask.</source>
        <translation>This takes a few seconds. Please look straight ahead, without hat or mask.</translation>
    </message>
</context>
<context>
    <name>ProvePage</name>
    <message>
        <source>The PIN of your social security card</source>
        <translation>The PIN of your social security card</translation>
    </message>
    <message>
        <source>A look into the camera</source>
        <translation>A look into the camera</translation>
    </message>
    <message>
        <source>A member of staff at this machine</source>
        <translation>A member of staff at this machine</translation>
    </message>
    <message>
        <source>The service window</source>
        <translation>The service window</translation>
    </message>
    <message>
        <source>You enter it here, and nobody sees it.</source>
        <translation>You enter it here, and nobody sees it.</translation>
    </message>
    <message>
        <source>You are asked first. The picture is compared with your identity card and not kept.</source>
        <translation>You are asked first. The picture is compared with your identity card and not kept.</translation>
    </message>
    <message>
        <source>They compare you with your document. They do not see your record.</source>
        <translation>They compare you with your document. They do not see your record.</translation>
    </message>
    <message>
        <source>The staff there do the same for you. You are told what to bring.</source>
        <translation>The staff there do the same for you. You are told what to bring.</translation>
    </message>
    <message>
        <source>For this, put your social security card into the slot.</source>
        <translation>For this, put your social security card into the slot.</translation>
    </message>
    <message>
        <source>For this, lay your resident ID card on the reader.</source>
        <translation>For this, lay your resident ID card on the reader.</translation>
    </message>
    <message>
        <source>No member of staff can sign in at this machine yet.</source>
        <translation>No member of staff can sign in at this machine yet.</translation>
    </message>
    <message>
        <source>It was tried twice. It cannot be tried again in this visit.</source>
        <translation>It was tried twice. It cannot be tried again in this visit.</translation>
    </message>
    <message>
        <source>The PIN of this card cannot be checked here.</source>
        <translation>The PIN of this card cannot be checked here.</translation>
    </message>
    <message>
        <source>The card still has, or had today, the PIN it was handed out with.</source>
        <translation>The card still has, or had today, the PIN it was handed out with.</translation>
    </message>
    <message>
        <source>The pictures could not be matched.</source>
        <translation>The pictures could not be matched.</translation>
    </message>
    <message>
        <source>No picture was taken.</source>
        <translation>No picture was taken.</translation>
    </message>
    <message>
        <source>This cannot be used at the moment.</source>
        <translation>This cannot be used at the moment.</translation>
    </message>
    <message>
        <source>Others may know that PIN, so it does not show that it is you. Please choose another way.</source>
        <translation>Others may know that PIN, so it does not show that it is you. Please choose another way.</translation>
    </message>
    <message>
        <source>Light, glasses or an old photo are enough for that. It means nothing about you. Please choose another way, or try once more.</source>
        <translation>Light, glasses or an old photo are enough for that. It means nothing about you. Please choose another way, or try once more.</translation>
    </message>
    <message>
        <source>That is quite all right. Please choose another way, or try once more.</source>
        <translation>That is quite all right. Please choose another way, or try once more.</translation>
    </message>
    <message>
        <source>Please choose another way.</source>
        <translation>Please choose another way.</translation>
    </message>
    <message>
        <source>Please show that it is you</source>
        <translation>Please show that it is you</translation>
    </message>
    <message>
        <source>For this service a member of staff has to see you and your document.</source>
        <translation>For this service a member of staff has to see you and your document.</translation>
    </message>
    <message>
        <source>What your cases are about is shown to nobody but you, also when somebody has found your card. This is asked once in a visit.</source>
        <translation>What your cases are about is shown to nobody but you, also when somebody has found your card. This is asked once in a visit.</translation>
    </message>
    <message>
        <source>What comes next is shown to nobody but you, also when somebody has found your card. This is asked once in a visit.</source>
        <translation>What comes next is shown to nobody but you, also when somebody has found your card. This is asked once in a visit.</translation>
    </message>
</context>
<context>
    <name>ProveStaffPage</name>
    <message>
        <source>Staff: enter your PIN</source>
        <translation>Staff: enter your PIN</translation>
    </message>
    <message>
        <source>Staff: compare person and document</source>
        <translation>Staff: compare person and document</translation>
    </message>
    <message>
        <source>Staff: please take your card</source>
        <translation>Staff: please take your card</translation>
    </message>
    <message>
        <source>Please put your card back in</source>
        <translation>Please put your card back in</translation>
    </message>
    <message>
        <source>A member of staff comes to you</source>
        <translation>A member of staff comes to you</translation>
    </message>
    <message>
        <source>The staff card is still in the slot</source>
        <translation>The staff card is still in the slot</translation>
    </message>
    <message>
        <source>Your visit goes on as soon as your card is there</source>
        <translation>Your visit goes on as soon as your card is there</translation>
    </message>
    <message>
        <source>Please take your card out, so that the staff card has room</source>
        <translation>Please take your card out, so that the staff card has room</translation>
    </message>
    <message>
        <source>The staff card goes into the slot</source>
        <translation>The staff card goes into the slot</translation>
    </message>
    <message>
        <source>Confirm only what you have seen: the document is genuine, this name is on it, and the person before you is the person on its photo. Your role and this confirmation are recorded, not your name.</source>
        <translation>Confirm only what you have seen: the document is genuine, this name is on it, and the person before you is the person on its photo. Your role and this confirmation are recorded, not your name.</translation>
    </message>
    <message>
        <source>The visitor goes on alone. Please do not leave your card here.</source>
        <translation>The visitor goes on alone. Please do not leave your card here.</translation>
    </message>
    <message>
        <source>It has to be the card this visit began with.</source>
        <translation>It has to be the card this visit began with.</translation>
    </message>
    <message>
        <source>Keep it in your hand: it is the document that is looked at. Your visit stays open.</source>
        <translation>Keep it in your hand: it is the document that is looked at. Your visit stays open.</translation>
    </message>
    <message>
        <source>Please wait here with your document. The top of this screen shows that you need help.</source>
        <translation>Please wait here with your document. The top of this screen shows that you need help.</translation>
    </message>
    <message>
        <source>The visitor please looks away for a moment.</source>
        <translation>The visitor please looks away for a moment.</translation>
    </message>
    <message>
        <source>I cannot confirm it</source>
        <translation>I cannot confirm it</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>I have compared them</source>
        <translation>I have compared them</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>Locked for %1 s.</source>
        <translation>Locked for %1 s.</translation>
    </message>
    <message>
        <source>This is not the card this visit began with.</source>
        <translation>This is not the card this visit began with.</translation>
    </message>
    <message>
        <source>This is not a staff card.</source>
        <translation>This is not a staff card.</translation>
    </message>
    <message>
        <source>PIN: %1 digits entered</source>
        <translation>PIN: %1 digits entered</translation>
    </message>
</context>
<context>
    <name>ProveWindowPage</name>
    <message>
        <source>Progress of my cases</source>
        <translation>Progress of my cases</translation>
    </message>
    <message>
        <source>At the service window</source>
        <translation>At the service window</translation>
    </message>
    <message>
        <source>The staff there do everything that this machine does.</source>
        <translation>The staff there do everything that this machine does.</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>Say there what you have come for: %1</source>
        <translation>Say there what you have come for: %1</translation>
    </message>
    <message>
        <source>Show your resident ID card or your social security card.</source>
        <translation>Show your resident ID card or your social security card.</translation>
    </message>
    <message>
        <source>Nothing about you is kept here</source>
        <translation>Nothing about you is kept here</translation>
    </message>
    <message>
        <source>Please take your card with you.</source>
        <translation>Please take your card with you.</translation>
    </message>
    <message>
        <source>Print what to bring</source>
        <translation>Print what to bring</translation>
    </message>
    <message>
        <source> (we have it)</source>
        <translation> (we have it)</translation>
    </message>
    <message>
        <source> (if you have it)</source>
        <translation> (if you have it)</translation>
    </message>
</context>
<context>
    <name>QueryPage</name>
    <message>
        <source>Asking the centre</source>
        <translation>Asking the centre</translation>
    </message>
    <message>
        <source>This is what we found</source>
        <translation>This is what we found</translation>
    </message>
    <message>
        <source>No answer to show</source>
        <translation>No answer to show</translation>
    </message>
    <message>
        <source>Back to the start</source>
        <translation>Back to the start</translation>
    </message>
    <message>
        <source>This takes a few seconds at most.</source>
        <translation>This takes a few seconds at most.</translation>
    </message>
    <message>
        <source>There is no connection to the centre at the moment</source>
        <translation>There is no connection to the centre at the moment</translation>
    </message>
    <message>
        <source>The centre has no record about this</source>
        <translation>The centre has no record about this</translation>
    </message>
    <message>
        <source>The centre could not answer</source>
        <translation>The centre could not answer</translation>
    </message>
    <message>
        <source>If you expected one, please ask at the service window.</source>
        <translation>If you expected one, please ask at the service window.</translation>
    </message>
    <message>
        <source>Please try again later, or ask at the service window.</source>
        <translation>Please try again later, or ask at the service window.</translation>
    </message>
    <message>
        <source>This is what the centre has on record now</source>
        <translation>This is what the centre has on record now</translation>
    </message>
    <message>
        <source>If something is not right, please ask at the service window.</source>
        <translation>If something is not right, please ask at the service window.</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>Print the proof</source>
        <translation>Print the proof</translation>
    </message>
    <message>
        <source>Print this</source>
        <translation>Print this</translation>
    </message>
    <message>
        <source>It is being printed.</source>
        <translation>It is being printed.</translation>
    </message>
    <message>
        <source>Please take the paper from the paper slot.</source>
        <translation>Please take the paper from the paper slot.</translation>
    </message>
    <message>
        <source>There is no paper at the moment. Please ask at the service window.</source>
        <translation>There is no paper at the moment. Please ask at the service window.</translation>
    </message>
    <message>
        <source>Please look whether the paper is in the paper slot.</source>
        <translation>Please look whether the paper is in the paper slot.</translation>
    </message>
    <message>
        <source>It could not be printed. Please ask at the service window.</source>
        <translation>It could not be printed. Please ask at the service window.</translation>
    </message>
    <message>
        <source>This is the centre&apos;s list of %1</source>
        <translation>This is the centre&apos;s list of %1</translation>
    </message>
    <message>
        <source>The centre cannot be asked at the moment. What is offered may have changed since.</source>
        <translation>The centre cannot be asked at the moment. What is offered may have changed since.</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>parked</source>
        <translation>parked</translation>
    </message>
    <message>
        <source>refused by the centre</source>
        <translation>refused by the centre</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>waiting</translation>
    </message>
    <message>
        <source>Cases to send</source>
        <translation>Cases to send</translation>
    </message>
    <message>
        <source>%1 waiting, the oldest for %2</source>
        <translation>%1 waiting, the oldest for %2</translation>
    </message>
    <message>
        <source>Nothing waits. Every case has reached the centre.</source>
        <translation>Nothing waits. Every case has reached the centre.</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>and %1 more</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Send now</translation>
    </message>
    <message>
        <source>a test case, and this centre takes none</source>
        <translation>a test case, and this centre takes none</translation>
    </message>
    <message>
        <source>sealed for another key of the centre</source>
        <translation>sealed for another key of the centre</translation>
    </message>
    <message>
        <source>made by another kiosk</source>
        <translation>made by another kiosk</translation>
    </message>
    <message>
        <source>damaged on the way or here (%1)</source>
        <translation>damaged on the way or here (%1)</translation>
    </message>
    <message>
        <source>the centre holds another case under this id</source>
        <translation>the centre holds another case under this id</translation>
    </message>
    <message>
        <source>Nothing waits to be sent. The cases below need somebody to look at them.</source>
        <translation>Nothing waits to be sent. The cases below need somebody to look at them.</translation>
    </message>
    <message>
        <source>There is nothing to send.</source>
        <translation>There is nothing to send.</translation>
    </message>
    <message>
        <source>Sending now.</source>
        <translation>Sending now.</translation>
    </message>
    <message>
        <source>The centre cannot be reached. They are sent by themselves as soon as it can.</source>
        <translation>The centre cannot be reached. They are sent by themselves as soon as it can.</translation>
    </message>
    <message>
        <source>Everything that waited has been sent.</source>
        <translation>Everything that waited has been sent.</translation>
    </message>
    <message>
        <source>The case could not be closed</source>
        <translation>The case could not be closed</translation>
    </message>
    <message>
        <source>Close it</source>
        <translation>Close it</translation>
    </message>
    <message>
        <source>The centre takes nothing from this machine now. Why is said above; nothing is lost.</source>
        <translation>The centre takes nothing from this machine now. Why is said above; nothing is lost.</translation>
    </message>
    <message>
        <source>about a case that was closed here</source>
        <translation>about a case that was closed here</translation>
    </message>
    <message>
        <source>after case %1, which is not with the centre</source>
        <translation>after case %1, which is not with the centre</translation>
    </message>
    <message>
        <source>its content was lost when the memory of this machine was damaged</source>
        <translation>its content was lost when the memory of this machine was damaged</translation>
    </message>
</context>
<context>
    <name>ReaderCard</name>
    <message>
        <source>Ready</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>Resting: %1 Please tell the staff.</source>
        <translation>Resting: %1 Please tell the staff.</translation>
    </message>
    <message>
        <source>There is a card in it already</source>
        <translation>There is a card in it already</translation>
    </message>
</context>
<context>
    <name>ReadingPage</name>
    <message>
        <source>Reading your card</source>
        <translation>Reading your card</translation>
    </message>
    <message>
        <source>Please leave the card where it is. This takes a second or two.</source>
        <translation>Please leave the card where it is. This takes a second or two.</translation>
    </message>
    <message>
        <source>Checking your electronic card</source>
        <translation>Checking your electronic card</translation>
    </message>
    <message>
        <source>The centre is asked whose it is. This takes a second or two.</source>
        <translation>The centre is asked whose it is. This takes a second or two.</translation>
    </message>
    <message>
        <source>The centre is asked whether the card may be read here. Please leave it where it is.</source>
        <translation>The centre is asked whether the card may be read here. Please leave it where it is.</translation>
    </message>
</context>
<context>
    <name>RefusedPage</name>
    <message>
        <source>We respect your decision</source>
        <translation>We respect your decision</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>Read it again</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>Please go to the service window</source>
        <translation>Please go to the service window</translation>
    </message>
    <message>
        <source>Take your card and your documents with you. The staff there can do everything this machine does. Nothing about you was kept here.</source>
        <translation>Take your card and your documents with you. The staff there can do everything this machine does. Nothing about you was kept here.</translation>
    </message>
    <message>
        <source>The clerk&apos;s social security card or resident ID card, and the unit&apos;s credit code</source>
        <translation>The clerk&apos;s social security card or resident ID card, and the unit&apos;s credit code</translation>
    </message>
    <message>
        <source>Your social security card or resident ID card</source>
        <translation>Your social security card or resident ID card</translation>
    </message>
    <message>
        <source> (if you have it)</source>
        <translation> (if you have it)</translation>
    </message>
    <message>
        <source>Window hours</source>
        <translation>Window hours</translation>
    </message>
    <message>
        <source>Print what to bring</source>
        <translation>Print what to bring</translation>
    </message>
    <message>
        <source>What do I need?</source>
        <translation>What do I need?</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Is everything right?</source>
        <translation>Is everything right?</translation>
    </message>
    <message>
        <source>All correct</source>
        <translation>All correct</translation>
    </message>
</context>
<context>
    <name>SaidChoice</name>
    <message>
        <source>%1, but %2</source>
        <translation>%1, but %2</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1.</translation>
    </message>
    <message>
        <source>%1. Which is right?</source>
        <translation>%1. Which is right?</translation>
    </message>
    <message>
        <source>your social security card</source>
        <translation>your social security card</translation>
    </message>
    <message>
        <source>your identity card</source>
        <translation>your identity card</translation>
    </message>
    <message>
        <source>your permit</source>
        <translation>your permit</translation>
    </message>
    <message>
        <source>your document number</source>
        <translation>your document number</translation>
    </message>
    <message>
        <source>your company&apos;s record</source>
        <translation>your company&apos;s record</translation>
    </message>
    <message>
        <source>the centre&apos;s record</source>
        <translation>the centre&apos;s record</translation>
    </message>
    <message>
        <source>%1 says something else</source>
        <translation>%1 says something else</translation>
    </message>
    <message>
        <source>Here %1 counts. If it is wrong, please have it put right at a window.</source>
        <translation>Here %1 counts. If it is wrong, please have it put right at a window.</translation>
    </message>
    <message>
        <source>Which is right: %1</source>
        <translation>Which is right: %1</translation>
    </message>
    <message>
        <source>Go by %1</source>
        <translation>Go by %1</translation>
    </message>
    <message>
        <source>%1 says &quot;%2&quot;</source>
        <translation>%1 says &quot;%2&quot;</translation>
    </message>
    <message>
        <source>%1. Please compare, and touch it if it is right.</source>
        <translation>%1. Please compare, and touch it if it is right.</translation>
    </message>
    <message>
        <source>your paper</source>
        <translation>your paper</translation>
    </message>
    <message>
        <source>The machine is not sure what your paper says: please check every character.</source>
        <translation>The machine is not sure what your paper says: please check every character.</translation>
    </message>
    <message>
        <source>%1, but it may have been read wrong. Please check every character, and touch it only if it is right.</source>
        <translation>%1, but it may have been read wrong. Please check every character, and touch it only if it is right.</translation>
    </message>
    <message>
        <source>The place on your paper</source>
        <translation>The place on your paper</translation>
    </message>
    <message>
        <source>%1 – please check</source>
        <translation>%1 – please check</translation>
    </message>
</context>
<context>
    <name>SalvageNotice</name>
    <message>
        <source>Cases whose content is gone: %1. They stand below and cannot be sent. Ask the centre whether it has them; if not, their persons have to come again. Then close them.</source>
        <translation>Cases whose content is gone: %1. They stand below and cannot be sent. Ask the centre whether it has them; if not, their persons have to come again. Then close them.</translation>
    </message>
    <message>
        <source>Cases of which this machine does not know any more whose they are: %1. They are sent like all others; their persons are not shown them here, and need not hand them in again.</source>
        <translation>Cases of which this machine does not know any more whose they are: %1. They are sent like all others; their persons are not shown them here, and need not hand them in again.</translation>
    </message>
    <message>
        <source>Cases of which only a piece is left: %1. Tell the centre, and have a technician keep the damaged files.</source>
        <translation>Cases of which only a piece is left: %1. Tell the centre, and have a technician keep the damaged files.</translation>
    </message>
    <message>
        <source>Whether there was more cannot be told. Have a technician keep the damaged files.</source>
        <translation>Whether there was more cannot be told. Have a technician keep the damaged files.</translation>
    </message>
    <message>
        <source>All cases that lay here were kept: %1.</source>
        <translation>All cases that lay here were kept: %1.</translation>
    </message>
    <message>
        <source>The memory of this machine was damaged on %1</source>
        <translation>The memory of this machine was damaged on %1</translation>
    </message>
    <message>
        <source>I have seen it</source>
        <translation>I have seen it</translation>
    </message>
</context>
<context>
    <name>ScanPage</name>
    <message>
        <source>The camera is starting.</source>
        <translation>The camera is starting.</translation>
    </message>
    <message>
        <source>Page found. Let it lie still.</source>
        <translation>Page found. Let it lie still.</translation>
    </message>
    <message>
        <source>Hold still, taking the picture.</source>
        <translation>Hold still, taking the picture.</translation>
    </message>
    <message>
        <source>Taking the picture…</source>
        <translation>Taking the picture…</translation>
    </message>
    <message>
        <source>Is everything easy to read?</source>
        <translation>Is everything easy to read?</translation>
    </message>
    <message>
        <source>Lay the page flat in the middle of the tray.</source>
        <translation>Lay the page flat in the middle of the tray.</translation>
    </message>
    <message>
        <source>Check the picture</source>
        <translation>Check the picture</translation>
    </message>
    <message>
        <source>Scan: %1</source>
        <translation>Scan: %1</translation>
    </message>
    <message>
        <source>Use this picture</source>
        <translation>Use this picture</translation>
    </message>
    <message>
        <source>Take picture now</source>
        <translation>Take picture now</translation>
    </message>
    <message>
        <source>Take again</source>
        <translation>Take again</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Skip</translation>
    </message>
    <message>
        <source>The picture that was taken</source>
        <translation>The picture that was taken</translation>
    </message>
    <message>
        <source>Live picture of the tray</source>
        <translation>Live picture of the tray</translation>
    </message>
    <message>
        <source>Please tell a member of staff, or go back: what you entered is kept.</source>
        <translation>Please tell a member of staff, or go back: what you entered is kept.</translation>
    </message>
    <message>
        <source>Lay it flat</source>
        <translation>Lay it flat</translation>
    </message>
    <message>
        <source>All corners in the picture</source>
        <translation>All corners in the picture</translation>
    </message>
    <message>
        <source>Hands away</source>
        <translation>Hands away</translation>
    </message>
    <message>
        <source>Page %1 (up to %2). %3</source>
        <translation>Page %1 (up to %2). %3</translation>
    </message>
    <message>
        <source>No more pages</source>
        <translation>No more pages</translation>
    </message>
    <message>
        <source>Lay the next page on the tray, or touch &quot;No more pages&quot;.</source>
        <translation>Lay the next page on the tray, or touch &quot;No more pages&quot;.</translation>
    </message>
    <message>
        <source>Meanwhile you can lay the page on the tray.</source>
        <translation>Meanwhile you can lay the page on the tray.</translation>
    </message>
    <message>
        <source>Bring it to the window</source>
        <translation>Bring it to the window</translation>
    </message>
    <message>
        <source>This paper is taken. A new picture takes the place of the last page.</source>
        <translation>This paper is taken. A new picture takes the place of the last page.</translation>
    </message>
    <message>
        <source>Lift the page and lay it down again, or touch &quot;Take picture now&quot;.</source>
        <translation>Lift the page and lay it down again, or touch &quot;Take picture now&quot;.</translation>
    </message>
    <message>
        <source>You can also go on now and bring the paper to the window.</source>
        <translation>You can also go on now and bring the paper to the window.</translation>
    </message>
    <message>
        <source>Promise instead</source>
        <translation>Promise instead</translation>
    </message>
    <message>
        <source>Hand it in later</source>
        <translation>Hand it in later</translation>
    </message>
    <message>
        <source>You have not got it with you?</source>
        <translation>You have not got it with you?</translation>
    </message>
    <message>
        <source>You may go on and bring it to the window until %1.</source>
        <translation>You may go on and bring it to the window until %1.</translation>
    </message>
    <message numerus="yes">
        <source>You may go on and bring it to the window within %n working day(s).</source>
        <translation>
            <numerusform>You may go on and bring it to the window within %n working day.</numerusform>
            <numerusform>You may go on and bring it to the window within %n working days.</numerusform>
        </translation>
    </message>
    <message>
        <source>The centre has no electronic licence of it, so please scan it.</source>
        <translation>The centre has no electronic licence of it, so please scan it.</translation>
    </message>
    <message>
        <source>The electronic licence at the centre is no longer valid, so please scan it.</source>
        <translation>The electronic licence at the centre is no longer valid, so please scan it.</translation>
    </message>
    <message>
        <source>The electronic licence could not be looked up now, so please scan it.</source>
        <translation>The electronic licence could not be looked up now, so please scan it.</translation>
    </message>
    <message>
        <source>The pages of the other people are still to come.</source>
        <translation>The pages of the other people are still to come.</translation>
    </message>
    <message>
        <source>Your case itself can still be handed in here.</source>
        <translation>Your case itself can still be handed in here.</translation>
    </message>
    <message>
        <source>Lay page %1 on the tray. The new picture takes the place of the old one.</source>
        <translation>Lay page %1 on the tray. The new picture takes the place of the old one.</translation>
    </message>
    <message numerus="yes">
        <source>Look at the %n page(s) taken</source>
        <translation>
            <numerusform>Look at the %n page taken</numerusform>
            <numerusform>Look at the %n pages taken</numerusform>
        </translation>
    </message>
    <message>
        <source>Is everything easy to read? Then the other half comes.</source>
        <translation>Is everything easy to read? Then the other half comes.</translation>
    </message>
    <message>
        <source>Check the first half</source>
        <translation>Check the first half</translation>
    </message>
    <message>
        <source>Check the whole sheet</source>
        <translation>Check the whole sheet</translation>
    </message>
    <message>
        <source>Second half again</source>
        <translation>Second half again</translation>
    </message>
    <message>
        <source>First half again</source>
        <translation>First half again</translation>
    </message>
    <message>
        <source>The paper is larger than the tray</source>
        <translation>The paper is larger than the tray</translation>
    </message>
    <message>
        <source>The paper fits on the tray</source>
        <translation>The paper fits on the tray</translation>
    </message>
</context>
<context>
    <name>ScrollArea</name>
    <message>
        <source>Page up</source>
        <translation>Page up</translation>
    </message>
    <message>
        <source>Screen %1 of %2</source>
        <translation>Screen %1 of %2</translation>
    </message>
    <message>
        <source>Page down</source>
        <translation>Page down</translation>
    </message>
</context>
<context>
    <name>SharingPage</name>
    <message>
        <source>Public security: identity records</source>
        <translation>Public security: identity records</translation>
    </message>
    <message>
        <source>Market regulation: registered businesses</source>
        <translation>Market regulation: registered businesses</translation>
    </message>
    <message>
        <source>Social insurance office</source>
        <translation>Social insurance office</translation>
    </message>
    <message>
        <source>Register of labour contracts</source>
        <translation>Register of labour contracts</translation>
    </message>
    <message>
        <source>Pension office</source>
        <translation>Pension office</translation>
    </message>
    <message>
        <source>Civil affairs: register of deaths</source>
        <translation>Civil affairs: register of deaths</translation>
    </message>
    <message>
        <source>Judicial administration</source>
        <translation>Judicial administration</translation>
    </message>
    <message>
        <source>Education: school and degree records</source>
        <translation>Education: school and degree records</translation>
    </message>
    <message>
        <source>Disabled Persons&apos; Federation</source>
        <translation>Disabled Persons&apos; Federation</translation>
    </message>
    <message>
        <source>Civil affairs: minimum living allowance</source>
        <translation>Civil affairs: minimum living allowance</translation>
    </message>
    <message>
        <source>Civil affairs: register of marriages</source>
        <translation>Civil affairs: register of marriages</translation>
    </message>
    <message>
        <source>Bank of your account</source>
        <translation>Bank of your account</translation>
    </message>
    <message>
        <source>May we check your details with these offices?</source>
        <translation>May we check your details with these offices?</translation>
    </message>
    <message>
        <source>What for: only for your case &quot;%1&quot;. Each office is asked about what is named with it, and nothing else.</source>
        <translation>What for: only for your case &quot;%1&quot;. Each office is asked about what is named with it, and nothing else.</translation>
    </message>
    <message>
        <source>If you say no: nobody is asked, and everything goes on all the same. A member of staff looks at your case, which may take longer, and may ask you for papers.</source>
        <translation>If you say no: nobody is asked, and everything goes on all the same. A member of staff looks at your case, which may take longer, and may ask you for papers.</translation>
    </message>
    <message>
        <source>Yes, you may check</source>
        <translation>Yes, you may check</translation>
    </message>
    <message>
        <source>No, do not check</source>
        <translation>No, do not check</translation>
    </message>
    <message>
        <source>the electronic licence of &quot;%1&quot;, so that it need not be scanned</source>
        <translation>the electronic licence of &quot;%1&quot;, so that it need not be scanned</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Please sign in with a card</source>
        <translation>Please sign in with a card</translation>
    </message>
    <message>
        <source>Social security card</source>
        <translation>Social security card</translation>
    </message>
    <message>
        <source>Put it into the slot, chip first and facing up, and leave it there.</source>
        <translation>Put it into the slot, chip first and facing up, and leave it there.</translation>
    </message>
    <message>
        <source>Resident ID card</source>
        <translation>Resident ID card</translation>
    </message>
    <message>
        <source>Lay it flat on the reading plate until the screen changes.</source>
        <translation>Lay it flat on the reading plate until the screen changes.</translation>
    </message>
    <message>
        <source>Travel permit of Hong Kong, Macao or Taiwan residents</source>
        <translation>Travel permit of Hong Kong, Macao or Taiwan residents</translation>
    </message>
</context>
<context>
    <name>SignPage</name>
    <message>
        <source>Please sign with your finger</source>
        <translation>Please sign with your finger</translation>
    </message>
    <message>
        <source>I declare that what I have stated is true, and I apply for this service.</source>
        <translation>I declare that what I have stated is true, and I apply for this service.</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>Submit</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>Please sign first</source>
        <translation>Please sign first</translation>
    </message>
    <message>
        <source>You apply for</source>
        <translation>You apply for</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Signed by</translation>
    </message>
    <message>
        <source>Signature field</source>
        <translation>Signature field</translation>
    </message>
    <message>
        <source>Please sign again</source>
        <translation>Please sign again</translation>
    </message>
    <message>
        <source>Write your name in the white field. If you cannot sign, please touch &quot;Help&quot;.</source>
        <translation>Write your name in the white field. If you cannot sign, please touch &quot;Help&quot;.</translation>
    </message>
    <message>
        <source>Something was changed after you signed, so that signature has been removed.</source>
        <translation>Something was changed after you signed, so that signature has been removed.</translation>
    </message>
</context>
<context>
    <name>Spoken</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>StaffRoot</name>
    <message>
        <source>Exit the program?</source>
        <translation>Exit the program?</translation>
    </message>
    <message>
        <source>Visitors cannot use the kiosk until it is started again.</source>
        <translation>Visitors cannot use the kiosk until it is started again.</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Stay</translation>
    </message>
    <message>
        <source>Exit program</source>
        <translation>Exit program</translation>
    </message>
</context>
<context>
    <name>StepDots</name>
    <message>
        <source>Step %1 of %2, %3</source>
        <translation>Step %1 of %2, %3</translation>
    </message>
</context>
<context>
    <name>SubmittingPage</name>
    <message>
        <source>Submitting your case</source>
        <translation>Submitting your case</translation>
    </message>
    <message>
        <source>Please wait a moment. Your case is being saved.</source>
        <translation>Please wait a moment. Your case is being saved.</translation>
    </message>
</context>
<context>
    <name>SuggestionPanel</name>
    <message>
        <source>No, thanks</source>
        <translation>No, thanks</translation>
    </message>
    <message>
        <source>No, thanks: %1</source>
        <translation>No, thanks: %1</translation>
    </message>
</context>
<context>
    <name>SummaryColumns</name>
    <message>
        <source>from your card</source>
        <translation>from your card</translation>
    </message>
    <message>
        <source>from the centre</source>
        <translation>from the centre</translation>
    </message>
    <message>
        <source>entered by you</source>
        <translation>entered by you</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Change: %1</source>
        <translation>Change: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) scanned</source>
        <translation>
            <numerusform>%n page scanned</numerusform>
            <numerusform>%n pages scanned</numerusform>
        </translation>
    </message>
    <message>
        <source>Page %1</source>
        <translation>Page %1</translation>
    </message>
    <message>
        <source>To be brought to the window</source>
        <translation>To be brought to the window</translation>
    </message>
    <message>
        <source>from your permit</source>
        <translation>from your permit</translation>
    </message>
    <message>
        <source>from the worker&apos;s card</source>
        <translation>from the worker&apos;s card</translation>
    </message>
    <message>
        <source>To be brought to the window until %1</source>
        <translation>To be brought to the window until %1</translation>
    </message>
    <message>
        <source>You promise instead: the paper would show what you filled in. You sign this with your case.</source>
        <translation>You promise instead: the paper would show what you filled in. You sign this with your case.</translation>
    </message>
    <message>
        <source>Checking your details</source>
        <translation>Checking your details</translation>
    </message>
    <message>
        <source>valid until %1</source>
        <translation>valid until %1</translation>
    </message>
    <message>
        <source>valid without end</source>
        <translation>valid without end</translation>
    </message>
    <message>
        <source>The centre has it as an electronic licence: no scan needed. No. %1, %2</source>
        <translation>The centre has it as an electronic licence: no scan needed. No. %1, %2</translation>
    </message>
    <message>
        <source>Your paper says &quot;%1&quot;. Please compare.</source>
        <translation>Your paper says &quot;%1&quot;. Please compare.</translation>
    </message>
    <message>
        <source>read from your paper</source>
        <translation>read from your paper</translation>
    </message>
</context>
<context>
    <name>TablePage</name>
    <message>
        <source>Take a table from a USB stick</source>
        <translation>Take a table from a USB stick</translation>
    </message>
    <message>
        <source>One table holds up to %1 people. Nothing is written to your stick, and nothing of it stays here after your visit.</source>
        <translation>One table holds up to %1 people. Nothing is written to your stick, and nothing of it stays here after your visit.</translation>
    </message>
    <message>
        <source>Print the column headings</source>
        <translation>Print the column headings</translation>
    </message>
    <message>
        <source>The headings are being printed.</source>
        <translation>The headings are being printed.</translation>
    </message>
    <message>
        <source>Please take the paper from the paper slot.</source>
        <translation>Please take the paper from the paper slot.</translation>
    </message>
    <message>
        <source>There is no paper at the moment. The headings stand at the bottom of this page.</source>
        <translation>There is no paper at the moment. The headings stand at the bottom of this page.</translation>
    </message>
    <message>
        <source>Please look whether the paper is in the paper slot.</source>
        <translation>Please look whether the paper is in the paper slot.</translation>
    </message>
    <message>
        <source>The headings could not be printed. They stand at the bottom of this page.</source>
        <translation>The headings could not be printed. They stand at the bottom of this page.</translation>
    </message>
    <message>
        <source>There is a USB stick in the machine that was here before you</source>
        <translation>There is a USB stick in the machine that was here before you</translation>
    </message>
    <message>
        <source>If it is yours, please take it out and put it in again. If not, please give it to the staff.</source>
        <translation>If it is yours, please take it out and put it in again. If not, please give it to the staff.</translation>
    </message>
    <message>
        <source>Please put your USB stick into the machine</source>
        <translation>Please put your USB stick into the machine</translation>
    </message>
    <message>
        <source>The table must be saved as CSV and lie in the top folder of the stick, not in a folder.</source>
        <translation>The table must be saved as CSV and lie in the top folder of the stick, not in a folder.</translation>
    </message>
    <message>
        <source>There is no table on this stick</source>
        <translation>There is no table on this stick</translation>
    </message>
    <message>
        <source>There are more files on this stick than can be shown here</source>
        <translation>There are more files on this stick than can be shown here</translation>
    </message>
    <message>
        <source>If yours is not among them, please bring a stick with fewer files.</source>
        <translation>If yours is not among them, please bring a stick with fewer files.</translation>
    </message>
    <message>
        <source>Take this table: %1</source>
        <translation>Take this table: %1</translation>
    </message>
    <message>
        <source>Files of a spreadsheet program cannot be taken as they are</source>
        <translation>Files of a spreadsheet program cannot be taken as they are</translation>
    </message>
    <message>
        <source>Please open the file there, choose Save As, and save it as CSV.</source>
        <translation>Please open the file there, choose Save As, and save it as CSV.</translation>
    </message>
    <message>
        <source>The first row of the table holds these headings</source>
        <translation>The first row of the table holds these headings</translation>
    </message>
    <message>
        <source>Below it stands one person in each row. Columns of numbers are to be formatted as text.</source>
        <translation>Below it stands one person in each row. Columns of numbers are to be formatted as text.</translation>
    </message>
    <message>
        <source>The column headings, as a code</source>
        <translation>The column headings, as a code</translation>
    </message>
    <message>
        <source>These may be added, where you know them: %1</source>
        <translation>These may be added, where you know them: %1</translation>
    </message>
</context>
<context>
    <name>TableRowsPage</name>
    <message>
        <source>This table cannot be taken yet</source>
        <translation>This table cannot be taken yet</translation>
    </message>
    <message>
        <source>Rows to be corrected</source>
        <translation>Rows to be corrected</translation>
    </message>
    <message>
        <source>What is in the table</source>
        <translation>What is in the table</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Take none</source>
        <translation>Take none</translation>
    </message>
    <message>
        <source>Go on without them</source>
        <translation>Go on without them</translation>
    </message>
    <message>
        <source>Take the right rows: %1</source>
        <translation>Take the right rows: %1</translation>
    </message>
    <message>
        <source>Please correct the table on your computer and bring it again</source>
        <translation>Please correct the table on your computer and bring it again</translation>
    </message>
    <message>
        <source>Nothing of it has been taken.</source>
        <translation>Nothing of it has been taken.</translation>
    </message>
    <message>
        <source>Line %1, %2</source>
        <translation>Line %1, %2</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>Line %1</translation>
    </message>
    <message>
        <source>People taken from the table: %1</source>
        <translation>People taken from the table: %1</translation>
    </message>
    <message>
        <source>Rows that are right and can be taken: %1</source>
        <translation>Rows that are right and can be taken: %1</translation>
    </message>
    <message>
        <source>Rows with errors: %1</source>
        <translation>Rows with errors: %1</translation>
    </message>
    <message>
        <source>Correct them here one by one, or go on without them.</source>
        <translation>Correct them here one by one, or go on without them.</translation>
    </message>
    <message>
        <source>They can be corrected here, one by one, once the others have been taken.</source>
        <translation>They can be corrected here, one by one, once the others have been taken.</translation>
    </message>
    <message>
        <source>These columns are not needed and were left out</source>
        <translation>These columns are not needed and were left out</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Line %1: %2</translation>
    </message>
    <message>
        <source>Correct here</source>
        <translation>Correct here</translation>
    </message>
    <message>
        <source>Correct here: line %1</source>
        <translation>Correct here: line %1</translation>
    </message>
    <message>
        <source>This person</source>
        <translation>This person</translation>
    </message>
</context>
<context>
    <name>TakeCardPage</name>
    <message>
        <source>Please take your card</source>
        <translation>Please take your card</translation>
    </message>
    <message>
        <source>Your card is still in the machine</source>
        <translation>Your card is still in the machine</translation>
    </message>
    <message>
        <source>Thank you</source>
        <translation>Thank you</translation>
    </message>
    <message>
        <source>Please also take what is yours: documents from the tray, and your receipt if one was printed.</source>
        <translation>Please also take what is yours: documents from the tray, and your receipt if one was printed.</translation>
    </message>
    <message>
        <source>Please take your card and your USB stick</source>
        <translation>Please take your card and your USB stick</translation>
    </message>
    <message>
        <source>Please take your USB stick</source>
        <translation>Please take your USB stick</translation>
    </message>
    <message>
        <source>Your card and your USB stick are still in the machine</source>
        <translation>Your card and your USB stick are still in the machine</translation>
    </message>
    <message>
        <source>Your USB stick is still in the machine</source>
        <translation>Your USB stick is still in the machine</translation>
    </message>
</context>
<context>
    <name>TakeStaffCard</name>
    <message>
        <source>Please take your staff card</source>
        <translation>Please take your staff card</translation>
    </message>
    <message>
        <source>Your card is still in the machine</source>
        <translation>Your card is still in the machine</translation>
    </message>
    <message>
        <source>Maintenance is closed. Visitors can begin as soon as the card is out.</source>
        <translation>Maintenance is closed. Visitors can begin as soon as the card is out.</translation>
    </message>
</context>
<context>
    <name>TargetPanel</name>
    <message>
        <source>This machine has no A4 printer. Write the target to a file (hallctl camera target --out target.pdf) and print it elsewhere on A4, at 100 %.</source>
        <translation>This machine has no A4 printer. Write the target to a file (hallctl camera target --out target.pdf) and print it elsewhere on A4, at 100 %.</translation>
    </message>
    <message>
        <source>Print another target</source>
        <translation>Print another target</translation>
    </message>
    <message>
        <source>Print the target</source>
        <translation>Print the target</translation>
    </message>
    <message>
        <source>The target is being printed…</source>
        <translation>The target is being printed…</translation>
    </message>
    <message>
        <source>The target is printed</source>
        <translation>The target is printed</translation>
    </message>
    <message>
        <source>No printer is true to the millimetre: measure its bar all the same.</source>
        <translation>No printer is true to the millimetre: measure its bar all the same.</translation>
    </message>
</context>
<context>
    <name>UnitPage</name>
    <message>
        <source>The code has 18 characters. Please go on typing.</source>
        <translation>The code has 18 characters. Please go on typing.</translation>
    </message>
    <message>
        <source>One character of this code is wrong. Please compare it with the licence.</source>
        <translation>One character of this code is wrong. Please compare it with the licence.</translation>
    </message>
    <message>
        <source>We find no company with this code that has named you as its clerk. Please compare the code. If it is right, your company has to name you first; the service window can help.</source>
        <translation>We find no company with this code that has named you as its clerk. Please compare the code. If it is right, your company has to name you first; the service window can help.</translation>
    </message>
    <message>
        <source>There is no credit code in what was scanned. Please hold the licence&apos;s code before the scanner once more, or type it.</source>
        <translation>There is no credit code in what was scanned. Please hold the licence&apos;s code before the scanner once more, or type it.</translation>
    </message>
    <message>
        <source>To act for a company, please sign in with your own card.</source>
        <translation>To act for a company, please sign in with your own card.</translation>
    </message>
    <message>
        <source>The centre did not answer. Please try again in a moment.</source>
        <translation>The centre did not answer. Please try again in a moment.</translation>
    </message>
    <message>
        <source>Which company or institution do you act for?</source>
        <translation>Which company or institution do you act for?</translation>
    </message>
    <message>
        <source>Type its unified social credit code, or hold the code on its licence before the scanner.</source>
        <translation>Type its unified social credit code, or hold the code on its licence before the scanner.</translation>
    </message>
    <message>
        <source>Type its unified social credit code. It stands on the licence.</source>
        <translation>Type its unified social credit code. It stands on the licence.</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>No connection at the moment</source>
        <translation>No connection at the moment</translation>
    </message>
    <message>
        <source>You can act for your company all the same. The centre checks later that it has named you as its clerk.</source>
        <translation>You can act for your company all the same. The centre checks later that it has named you as its clerk.</translation>
    </message>
    <message>
        <source>Entered: %1</source>
        <translation>Entered: %1</translation>
    </message>
    <message>
        <source>Nothing entered yet</source>
        <translation>Nothing entered yet</translation>
    </message>
    <message>
        <source>%1 of 18 characters</source>
        <translation>%1 of 18 characters</translation>
    </message>
</context>
<context>
    <name>UnprovedNotice</name>
    <message>
        <source>You can fill in the forms yourself and hand them in here.</source>
        <translation>You can fill in the forms yourself and hand them in here.</translation>
    </message>
    <message>
        <source>What the centre already keeps about you is not shown here: a permit alone does not tell the machine that it is yours. The service window can look it up.</source>
        <translation>What the centre already keeps about you is not shown here: a permit alone does not tell the machine that it is yours. The service window can look it up.</translation>
    </message>
</context>
<context>
    <name>VisitorPage</name>
    <message>
        <source>Connected</source>
        <translation>Connected</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>No connection</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>Fill in</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>Connecting to the centre</source>
        <translation>Connecting to the centre</translation>
    </message>
    <message>
        <source>This needs the network. Please come again once it is connected, or ask at the service window.</source>
        <translation>This needs the network. Please come again once it is connected, or ask at the service window.</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>This shows what the centre keeps about a person. A travel permit alone does not tell the machine that it is yours: please go to the service window with it.</source>
        <translation>This shows what the centre keeps about a person. A travel permit alone does not tell the machine that it is yours: please go to the service window with it.</translation>
    </message>
    <message>
        <source>This needs another document than the one you signed in with, your social security card for example. Please sign in with it, or ask at the service window.</source>
        <translation>This needs another document than the one you signed in with, your social security card for example. Please sign in with it, or ask at the service window.</translation>
    </message>
    <message>
        <source>Please use the counter: bring your card and your papers there.</source>
        <translation>Please use the counter: bring your card and your papers there.</translation>
    </message>
</context>
<context>
    <name>VisitorRoot</name>
    <message>
        <source>Leave this service?</source>
        <translation>Leave this service?</translation>
    </message>
    <message>
        <source>What you entered for this service will be removed. Nothing has been submitted yet.</source>
        <translation>What you entered for this service will be removed. Nothing has been submitted yet.</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>Go on with it</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>End your visit?</source>
        <translation>End your visit?</translation>
    </message>
    <message>
        <source>You will be signed out and your data will be removed from this screen. Cases you submitted are safe.</source>
        <translation>You will be signed out and your data will be removed from this screen. Cases you submitted are safe.</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Stay</translation>
    </message>
    <message>
        <source>End visit</source>
        <translation>End visit</translation>
    </message>
    <message>
        <source>Do you need help?</source>
        <translation>Do you need help?</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Your card has been taken out</source>
        <translation>Your card has been taken out</translation>
    </message>
    <message>
        <source>Are you still here?</source>
        <translation>Are you still here?</translation>
    </message>
    <message>
        <source>Put it back to go on. Otherwise this visit closes and what you entered is removed.</source>
        <translation>Put it back to go on. Otherwise this visit closes and what you entered is removed.</translation>
    </message>
    <message>
        <source>To protect your data, this visit will close and everything you entered will be removed.</source>
        <translation>To protect your data, this visit will close and everything you entered will be removed.</translation>
    </message>
    <message>
        <source>Your call for help is shown</source>
        <translation>Your call for help is shown</translation>
    </message>
    <message>
        <source>The top of this screen shows the staff that you need help. If nobody comes, please go to the service desk.</source>
        <translation>The top of this screen shows the staff that you need help. If nobody comes, please go to the service desk.</translation>
    </message>
    <message>
        <source>The top of this screen will show the staff that you need help. Nobody sees your data unless you show it.</source>
        <translation>The top of this screen will show the staff that you need help. Nobody sees your data unless you show it.</translation>
    </message>
    <message>
        <source>I have been helped</source>
        <translation>I have been helped</translation>
    </message>
    <message>
        <source>Call for help</source>
        <translation>Call for help</translation>
    </message>
    <message>
        <source>Help is wanted here</source>
        <translation>Help is wanted here</translation>
    </message>
    <message>
        <source>This is not the same card</source>
        <translation>This is not the same card</translation>
    </message>
    <message>
        <source>This card could not be read</source>
        <translation>This card could not be read</translation>
    </message>
    <message>
        <source>The visit that was begun here waits for its own card and closes in a few seconds; what was entered is removed. Then this card can be used.</source>
        <translation>The visit that was begun here waits for its own card and closes in a few seconds; what was entered is removed. Then this card can be used.</translation>
    </message>
    <message>
        <source>Take it out and put it in again to go on. Otherwise this visit closes and what you entered is removed.</source>
        <translation>Take it out and put it in again to go on. Otherwise this visit closes and what you entered is removed.</translation>
    </message>
    <message>
        <source>The staff are working on this machine</source>
        <translation>The staff are working on this machine</translation>
    </message>
    <message>
        <source>Your visit is kept and hidden meanwhile. It goes on when the door is closed.</source>
        <translation>Your visit is kept and hidden meanwhile. It goes on when the door is closed.</translation>
    </message>
    <message>
        <source>The power has failed. Please finish soon.</source>
        <translation>The power has failed. Please finish soon.</translation>
    </message>
    <message>
        <source>Take this case back?</source>
        <translation>Take this case back?</translation>
    </message>
    <message>
        <source>It will not be decided. You can apply anew at any time.</source>
        <translation>It will not be decided. You can apply anew at any time.</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>Leave it as it is</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Take it back</translation>
    </message>
    <message>
        <source>Keep what I entered until midnight</source>
        <translation>Keep what I entered until midnight</translation>
    </message>
</context>
<context>
    <name>WorkerCardRow</name>
    <message>
        <source>Type it instead</source>
        <translation>Type it instead</translation>
    </message>
    <message>
        <source>Read the worker&apos;s card</source>
        <translation>Read the worker&apos;s card</translation>
    </message>
    <message>
        <source>The worker&apos;s card was read. Please take it off the reader.</source>
        <translation>The worker&apos;s card was read. Please take it off the reader.</translation>
    </message>
    <message>
        <source>This is your own card. Please put the worker&apos;s card on the reader.</source>
        <translation>This is your own card. Please put the worker&apos;s card on the reader.</translation>
    </message>
    <message>
        <source>This card could not be read. Please put it down once more.</source>
        <translation>This card could not be read. Please put it down once more.</translation>
    </message>
    <message>
        <source>This card cannot be used: it has expired, or its number is wrong. Please type what is on it.</source>
        <translation>This card cannot be used: it has expired, or its number is wrong. Please type what is on it.</translation>
    </message>
    <message>
        <source>Put the worker&apos;s card on the reader</source>
        <translation>Put the worker&apos;s card on the reader</translation>
    </message>
</context>
</TS>
