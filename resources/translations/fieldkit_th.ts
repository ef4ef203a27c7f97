<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="th" sourcelanguage="en">
<context>
    <name>AddTile</name>
    <message>
        <source>Add photo</source>
        <translation>เพิ่มภาพ</translation>
    </message>
    <message>
        <source>Add photo (F4)</source>
        <translation>เพิ่มภาพ (F4)</translation>
    </message>
</context>
<context>
    <name>AnswerEditor</name>
    <message>
        <source>Sketch map (F11)</source>
        <translation>แผนที่ร่าง (F11)</translation>
    </message>
    <message>
        <source>Type, or Alt+↓</source>
        <translation>พิมพ์ หรือ Alt+↓</translation>
    </message>
    <message>
        <source>Ctrl+Enter goes on</source>
        <translation>Ctrl+Enter ไปข้อถัดไป</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>รายการแนะนำ</translation>
    </message>
</context>
<context>
    <name>AsLastTime</name>
    <message>
        <source>Nothing was answered here last time</source>
        <translation>ครั้งก่อนไม่มีคำตอบของข้อนี้</translation>
    </message>
    <message>
        <source>Files are taken anew at every visit</source>
        <translation>ไฟล์ต้องแนบใหม่ทุกครั้งที่ตรวจ</translation>
    </message>
    <message>
        <source>Failed last time: first a new photo (F4), then F9</source>
        <translation>ครั้งก่อนไม่ผ่าน ถ่ายภาพใหม่ก่อน (F4) แล้วกด F9</translation>
    </message>
</context>
<context>
    <name>AutoSyncCard</name>
    <message>
        <source>Sync</source>
        <translation>ซิงก์ข้อมูล</translation>
    </message>
    <message>
        <source>A laptop that has joined a centre finds it when the network is there.</source>
        <translation>เครื่องที่เชื่อมศูนย์ข้อมูลแล้วจะติดต่อเองเมื่อมีเครือข่าย</translation>
    </message>
    <message>
        <source>Sync by itself</source>
        <translation>ซิงก์อัตโนมัติ</translation>
    </message>
    <message>
        <source>Photos also over mobile data</source>
        <translation>ส่งภาพผ่านเน็ตมือถือที่คิดค่าบริการด้วย</translation>
    </message>
</context>
<context>
    <name>Avatar</name>
    <message>
        <source>Say who you are</source>
        <translation>ระบุว่าคุณคือใคร</translation>
    </message>
</context>
<context>
    <name>AwayBar</name>
    <message>
        <source>Fetch from the office</source>
        <translation>ดึงจากสำนักงาน</translation>
    </message>
    <message numerus="yes">
        <source>Answers and photos of %n earlier inspection(s) are at the office</source>
        <translation>
            <numerusform>คำตอบและรูปของการตรวจก่อนหน้า %n ครั้งอยู่ที่สำนักงาน</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupCard</name>
    <message>
        <source>Backups</source>
        <translation>การสำรองข้อมูล</translation>
    </message>
    <message>
        <source>A copy of all data on a USB drive or in another folder, opened and counted after writing.</source>
        <translation>สำเนาข้อมูลทั้งหมดบนไดรฟ์ USB หรือโฟลเดอร์อื่น เปิดตรวจนับทุกครั้งหลังเขียน</translation>
    </message>
    <message>
        <source>Choose the place…</source>
        <translation>เลือกที่เก็บ…</translation>
    </message>
    <message>
        <source>Make none by itself</source>
        <translation>ไม่สำรองอัตโนมัติ</translation>
    </message>
    <message>
        <source>When the program closes</source>
        <translation>เมื่อปิดโปรแกรม</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>ทุกวัน</translation>
    </message>
    <message>
        <source>While the program is open</source>
        <translation>เป็นระยะขณะเปิดโปรแกรม</translation>
    </message>
    <message>
        <source>After {0}</source>
        <translation>หลัง {0} น.</translation>
    </message>
    <message numerus="yes">
        <source>Every %n hour(s)</source>
        <translation>
            <numerusform>ทุก %n ชั่วโมง</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s)</source>
        <translation>
            <numerusform>%n ไฟล์ล่าสุด</numerusform>
        </translation>
    </message>
    <message>
        <source>When</source>
        <translation>สำรองเมื่อ</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>เวลา</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>ความถี่</translation>
    </message>
    <message>
        <source>How many stay</source>
        <translation>เก็บไว้</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>สำรองข้อมูลเดี๋ยวนี้</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>กู้คืนจากไฟล์สำรอง…</translation>
    </message>
    <message>
        <source>No backups are made by themselves</source>
        <translation>ยังไม่ได้ตั้งการสำรองอัตโนมัติ</translation>
    </message>
    <message numerus="yes">
        <source>%n inspection(s)</source>
        <translation>
            <numerusform>การตรวจ %n ครั้ง</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n ไฟล์</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} MB</source>
        <translation>{0} MB</translation>
    </message>
    <message>
        <source>Last good one: {0}</source>
        <translation>สำรองสำเร็จล่าสุด: {0}</translation>
    </message>
    <message>
        <source>Place of the backups</source>
        <translation>ที่เก็บไฟล์สำรอง</translation>
    </message>
    <message>
        <source>Writing and reading back…</source>
        <translation>กำลังเขียนและอ่านกลับตรวจ…</translation>
    </message>
</context>
<context>
    <name>BinPane</name>
    <message>
        <source>In the bin</source>
        <translation>ในถังขยะ</translation>
    </message>
    <message>
        <source>The bin is empty</source>
        <translation>ถังขยะว่าง</translation>
    </message>
    <message>
        <source>What you delete waits here</source>
        <translation>สิ่งที่ลบจะรออยู่ที่นี่</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>กู้คืน</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>คำสั่ง</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>มาตรา</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>วันที่</translation>
    </message>
    <message>
        <source>Why it was deleted</source>
        <translation>เหตุผลที่ลบ</translation>
    </message>
</context>
<context>
    <name>Brand</name>
    <message>
        <source>Factory inspection</source>
        <translation>ตรวจโรงงานภาคสนาม</translation>
    </message>
</context>
<context>
    <name>BundlePart</name>
    <message>
        <source>Send by a file</source>
        <translation>ส่งด้วยไฟล์</translation>
    </message>
    <message>
        <source>All that the office has not got, sealed: only the receiver can read it.</source>
        <translation>ทุกอย่างที่สำนักงานยังไม่ได้รับ ผนึกไว้ให้ผู้รับเท่านั้นเปิดอ่านได้</translation>
    </message>
    <message>
        <source>Seal for the office</source>
        <translation>ผนึกสำหรับสำนักงาน</translation>
    </message>
    <message>
        <source>Seal for a colleague</source>
        <translation>ผนึกสำหรับเพื่อนร่วมงาน</translation>
    </message>
    <message>
        <source>Take a file</source>
        <translation>รับจากไฟล์</translation>
    </message>
    <message>
        <source>The office&apos;s answer, or a colleague&apos;s file with its code. Twice changes nothing.</source>
        <translation>คำตอบจากสำนักงาน หรือไฟล์ของเพื่อนร่วมงานพร้อมรหัส รับซ้ำได้ ไม่เกิดข้อมูลซ้ำ</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>เลือกไฟล์</translation>
    </message>
    <message>
        <source>Code that your colleague told you</source>
        <translation>รหัสที่เพื่อนร่วมงานบอก</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>เปิด</translation>
    </message>
    <message>
        <source>By a folder of the office</source>
        <translation>ผ่านโฟลเดอร์กลางของสำนักงาน</translation>
    </message>
    <message>
        <source>Takes the answers that wait there, and leaves what the office has not got.</source>
        <translation>รับคำตอบที่รออยู่ และฝากสิ่งที่สำนักงานยังไม่ได้รับ</translation>
    </message>
    <message>
        <source>Exchange by the folder</source>
        <translation>แลกเปลี่ยนผ่านโฟลเดอร์</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>เลือกโฟลเดอร์</translation>
    </message>
    <message>
        <source>fieldkit bundle (*.fkbundle)</source>
        <translation>ชุดข้อมูล fieldkit (*.fkbundle)</translation>
    </message>
    <message>
        <source>{0} changes, {1} files; {2} files confirmed by the office</source>
        <translation>{0} การเปลี่ยนแปลง {1} ไฟล์ สำนักงานยืนยันแล้ว {2} ไฟล์</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) not taken: of other provinces, or unreadable; their author sends them</source>
        <translation>
            <numerusform>ไม่ได้รับ %n รายการ: เป็นของจังหวัดอื่นหรืออ่านไม่ได้ ให้ผู้บันทึกส่งเอง</numerusform>
        </translation>
    </message>
    <message>
        <source>The answer does not follow on what is here; sync by network when you can</source>
        <translation>คำตอบนี้ไม่ต่อจากข้อมูลในเครื่อง ให้ซิงก์ผ่านเครือข่ายเมื่อทำได้</translation>
    </message>
    <message>
        <source>Taken from {0}</source>
        <translation>รับจาก {0} แล้ว</translation>
    </message>
    <message>
        <source>{0} changes and {1} files left there; {2} changes taken</source>
        <translation>ฝากไว้ {0} การเปลี่ยนแปลง {1} ไฟล์ รับมา {2} การเปลี่ยนแปลง</translation>
    </message>
    <message>
        <source>Exchanged by the folder</source>
        <translation>แลกเปลี่ยนผ่านโฟลเดอร์แล้ว</translation>
    </message>
</context>
<context>
    <name>CameraSheet</name>
    <message>
        <source>Camera</source>
        <translation>กล้อง</translation>
    </message>
    <message>
        <source>What the camera sees</source>
        <translation>ภาพจากกล้อง</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) taken</source>
        <translation>
            <numerusform>ถ่ายแล้ว %n ภาพ</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused {0}</source>
        <translation>หยุดชั่วคราว {0}</translation>
    </message>
    <message>
        <source>Filming {0}</source>
        <translation>กำลังถ่าย {0}</translation>
    </message>
    <message>
        <source>Hold the code in front of the camera; it is read by itself.</source>
        <translation>ถือรหัสไว้หน้ากล้อง โปรแกรมอ่านให้เอง</translation>
    </message>
    <message>
        <source>Take the picture (Space)</source>
        <translation>ถ่ายภาพ (Space)</translation>
    </message>
    <message>
        <source>Film (Space)</source>
        <translation>ถ่ายวิดีโอ (Space)</translation>
    </message>
    <message>
        <source>Stop and keep (Enter)</source>
        <translation>หยุดและเก็บ (Enter)</translation>
    </message>
</context>
<context>
    <name>CaptureSheet</name>
    <message>
        <source>Choose a file (F4)</source>
        <translation>เลือกไฟล์ (F4)</translation>
    </message>
    <message>
        <source>Leave (Esc)</source>
        <translation>ออก (Esc)</translation>
    </message>
    <message>
        <source>Try again (Enter)</source>
        <translation>ลองใหม่ (Enter)</translation>
    </message>
</context>
<context>
    <name>Cards</name>
    <message>
        <source>Visits planned</source>
        <translation>การตรวจในแผน</translation>
    </message>
    <message>
        <source>Factories inspected</source>
        <translation>โรงงานที่ตรวจแล้ว</translation>
    </message>
    <message>
        <source>Open findings</source>
        <translation>ข้อบกพร่องที่ยังไม่ปิด</translation>
    </message>
    <message>
        <source>Overdue corrections</source>
        <translation>เกินกำหนดแก้ไข</translation>
    </message>
    <message>
        <source>Needs you today</source>
        <translation>ต้องทำวันนี้</translation>
    </message>
    <message>
        <source>Indicators against their targets</source>
        <translation>ตัวชี้วัดเทียบเป้าหมาย</translation>
    </message>
    <message>
        <source>Visits planned and done by month</source>
        <translation>แผนและผลการตรวจรายเดือน</translation>
    </message>
    <message>
        <source>planned</source>
        <translation>แผน</translation>
    </message>
    <message>
        <source>done</source>
        <translation>ผล</translation>
    </message>
    <message>
        <source>Findings by severity</source>
        <translation>ข้อบกพร่องตามระดับ</translation>
    </message>
    <message>
        <source>minor</source>
        <translation>เล็กน้อย</translation>
    </message>
    <message>
        <source>major</source>
        <translation>สำคัญ</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>ร้ายแรง</translation>
    </message>
    <message>
        <source>Coverage by district</source>
        <translation>ความครอบคลุมรายอำเภอ</translation>
    </message>
    <message>
        <source>List</source>
        <translation>รายชื่อ</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>แผนที่</translation>
    </message>
    <message>
        <source>How districts are shown</source>
        <translation>วิธีแสดงอำเภอ</translation>
    </message>
    <message>
        <source>{0} of them done</source>
        <translation>ตรวจแล้ว {0}</translation>
    </message>
    <message>
        <source>visits</source>
        <translation>ครั้ง</translation>
    </message>
    <message>
        <source>factories</source>
        <translation>แห่ง</translation>
    </message>
    <message>
        <source>Nothing is planned for this period yet</source>
        <translation>ยังไม่มีแผนในงวดนี้</translation>
    </message>
    <message>
        <source>Factories to be inspected</source>
        <translation>โรงงานเป้าหมาย</translation>
    </message>
    <message>
        <source>findings</source>
        <translation>รายการ</translation>
    </message>
    <message>
        <source>{0} critical</source>
        <translation>ร้ายแรง {0} รายการ</translation>
    </message>
    <message>
        <source>None of them critical</source>
        <translation>ไม่มีระดับร้ายแรง</translation>
    </message>
    <message>
        <source>and {0} overdue orders</source>
        <translation>และคำสั่งเกินกำหนด {0} ฉบับ</translation>
    </message>
    <message>
        <source>No overdue orders</source>
        <translation>ไม่มีคำสั่งเกินกำหนด</translation>
    </message>
    <message>
        <source>No factory counts in this period</source>
        <translation>ไม่มีโรงงานที่นับในงวดนี้</translation>
    </message>
    <message>
        <source>{0} points ahead</source>
        <translation>เร็วกว่าเป้า {0} จุด</translation>
    </message>
    <message>
        <source>{0} points behind</source>
        <translation>ช้ากว่าเป้า {0} จุด</translation>
    </message>
    <message>
        <source>Tick = {0}% due by now</source>
        <translation>ขีดตั้ง = เป้า {0}% ถึงเดือนนี้</translation>
    </message>
</context>
<context>
    <name>CarryCard</name>
    <message>
        <source>What this laptop carries</source>
        <translation>ข้อมูลการตรวจที่เก็บในเครื่องนี้</translation>
    </message>
    <message>
        <source>Register, plan, results, findings and orders are always here. Answers and photos of older inspections may stay at the office, and are fetched when they are wanted.</source>
        <translation>ทะเบียน แผน ผลการตรวจ ข้อบกพร่อง และคำสั่งมีครบเสมอ คำตอบและรูปของการตรวจเก่าฝากไว้ที่สำนักงานได้ และดึงกลับมาเมื่อต้องใช้</translation>
    </message>
    <message>
        <source>Fiscal years</source>
        <translation>ปีงบประมาณ</translation>
    </message>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>%n ปี</numerusform>
        </translation>
    </message>
    <message>
        <source>The whole province, all years</source>
        <translation>ทั้งจังหวัด ทุกปี</translation>
    </message>
    <message numerus="yes">
        <source>The whole province, last %n year(s)</source>
        <translation>
            <numerusform>ทั้งจังหวัด %n ปีล่าสุด</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Mine and my plan, last %n year(s)</source>
        <translation>
            <numerusform>ของฉันและในแผนของฉัน %n ปีล่าสุด</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n inspection(s)</source>
        <translation>
            <numerusform>%n การตรวจ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Answers and photos of %n inspection(s) are at the office.</source>
        <translation>
            <numerusform>คำตอบและรูปของการตรวจ %n ครั้งอยู่ที่สำนักงาน</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} on this laptop.</source>
        <translation>ในเครื่องนี้ {0}</translation>
    </message>
</context>
<context>
    <name>CaseDesk</name>
    <message>
        <source>Saved</source>
        <translation>บันทึกแล้ว</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>เพิ่มแล้ว</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>บันทึกเหตุการณ์แล้ว</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>แก้ไขแล้ว</translation>
    </message>
    <message>
        <source>The step is in the bin</source>
        <translation>ย้ายเหตุการณ์ไปถังขยะแล้ว</translation>
    </message>
    <message>
        <source>Assigned to {0}</source>
        <translation>มอบหมายให้ {0} แล้ว</translation>
    </message>
    <message>
        <source>Assigned to nobody</source>
        <translation>ยกเลิกการมอบหมายแล้ว</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) in the bin</source>
        <translation>
            <numerusform>ย้าย %n รายการไปถังขยะแล้ว</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) restored</source>
        <translation>
            <numerusform>กู้คืน %n รายการแล้ว</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose files for this record</source>
        <translation>เลือกไฟล์ของรายการนี้</translation>
    </message>
    <message>
        <source>Nobody is named yet</source>
        <translation>ยังไม่ได้ระบุชื่อผู้ตรวจ</translation>
    </message>
    <message>
        <source>Write your name in the register or settings</source>
        <translation>ใส่ชื่อของท่านในหน้าทะเบียนหรือการตั้งค่า</translation>
    </message>
    <message>
        <source>{0} is the place of this record now</source>
        <translation>ใช้ “{0}” เป็นสถานที่ของรายการนี้แล้ว</translation>
    </message>
    <message>
        <source>The register has it already: {0}. This record will name it.</source>
        <translation>ทะเบียนมี “{0}” อยู่แล้ว รายการนี้จะเชื่อมกับสถานที่นั้น</translation>
    </message>
    <message>
        <source>“{0}” is added to the register as a place that is no factory, with its address and telephone. It counts in no figure about factories and can be merged with a factory later.</source>
        <translation>จะเพิ่ม “{0}” ในทะเบียนเป็นสถานประกอบการที่ไม่ใช่โรงงาน พร้อมที่อยู่และโทรศัพท์ ไม่นับในตัวชี้วัดโรงงาน และรวมกับโรงงานภายหลังได้</translation>
    </message>
    <message>
        <source>This record names no factory</source>
        <translation>รายการนี้ไม่ได้ระบุโรงงาน</translation>
    </message>
    <message>
        <source>Start there</source>
        <translation>เริ่มการตรวจที่นี่</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>ยังไม่เริ่ม</translation>
    </message>
    <message>
        <source>The file is added</source>
        <translation>แนบไฟล์แล้ว</translation>
    </message>
    <message>
        <source>The file is in the bin</source>
        <translation>ย้ายไฟล์ไปถังขยะแล้ว</translation>
    </message>
</context>
<context>
    <name>CaseExportControl</name>
    <message>
        <source>Export Excel</source>
        <translation>ส่งออก Excel</translation>
    </message>
    <message>
        <source>Without personal data</source>
        <translation>ไม่มีข้อมูลส่วนบุคคล</translation>
    </message>
    <message>
        <source>With personal data, for a reason…</source>
        <translation>มีข้อมูลส่วนบุคคล (ระบุเหตุผล)…</translation>
    </message>
    <message>
        <source>With a password…</source>
        <translation>ล็อกด้วยรหัสผ่าน…</translation>
    </message>
    <message>
        <source>What the personal data are for (Enter, Esc)</source>
        <translation>ใช้ข้อมูลส่วนบุคคลเพื่ออะไร (Enter, Esc)</translation>
    </message>
    <message>
        <source>Reason for exporting personal data</source>
        <translation>เหตุผลที่ส่งออกข้อมูลส่วนบุคคล</translation>
    </message>
    <message>
        <source>Password of the file (Enter, Esc)</source>
        <translation>รหัสผ่านของไฟล์ (Enter, Esc)</translation>
    </message>
    <message>
        <source>Password of the file</source>
        <translation>รหัสผ่านของไฟล์</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>ส่งออกไปที่</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>สมุดงาน Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>The workbook is written</source>
        <translation>เขียนสมุดงานแล้ว</translation>
    </message>
</context>
<context>
    <name>CaseImportSheet</name>
    <message>
        <source>Back to the register</source>
        <translation>กลับไปทะเบียน</translation>
    </message>
    <message>
        <source>Choose the edited register: {0}</source>
        <translation>เลือกไฟล์ที่แก้แล้ว: {0}</translation>
    </message>
    <message>
        <source>The workbook from “Export Excel”. You see each cell that would change.</source>
        <translation>ไฟล์จาก “ส่งออก Excel” เห็นความต่างทีละช่องก่อนบันทึก</translation>
    </message>
    <message>
        <source>Register (*.xlsx *.xlsm *.csv)</source>
        <translation>ทะเบียน (*.xlsx *.xlsm *.csv)</translation>
    </message>
    <message>
        <source>Reading the register</source>
        <translation>กำลังอ่านทะเบียน</translation>
    </message>
    <message>
        <source>Writing the register</source>
        <translation>กำลังบันทึกทะเบียน</translation>
    </message>
    <message>
        <source>The register is imported</source>
        <translation>นำเข้าทะเบียนแล้ว</translation>
    </message>
    <message>
        <source>Nothing was imported into this register on this machine yet</source>
        <translation>เครื่องนี้ยังไม่เคยนำเข้าทะเบียนนี้</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>รายการ</translation>
    </message>
    <message numerus="yes">
        <source>Import %n record(s)</source>
        <translation>
            <numerusform>นำเข้า %n รายการ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CaseList</name>
    <message>
        <source>Name, number, place</source>
        <translation>ชื่อ เลขที่ สถานที่</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>ไม่พบรายการ</translation>
    </message>
    <message>
        <source>Nothing is left with this search and filter</source>
        <translation>ไม่มีรายการตามคำค้นและตัวกรองนี้</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>แสดงทั้งหมด</translation>
    </message>
    <message>
        <source>Open {0}</source>
        <translation>กำลังดำเนินการ {0}</translation>
    </message>
    <message>
        <source>Mine {0}</source>
        <translation>งานของฉัน {0}</translation>
    </message>
    <message>
        <source>Due soon {0}</source>
        <translation>ใกล้ครบกำหนด {0}</translation>
    </message>
    <message>
        <source>Overdue {0}</source>
        <translation>เกินกำหนด {0}</translation>
    </message>
    <message>
        <source>Closed {0}</source>
        <translation>ยุติแล้ว {0}</translation>
    </message>
    <message>
        <source>Bin {0}</source>
        <translation>ถังขยะ {0}</translation>
    </message>
    <message>
        <source>All {0}</source>
        <translation>ทั้งหมด {0}</translation>
    </message>
    <message>
        <source>Class of the debt</source>
        <translation>ชั้นหนี้</translation>
    </message>
    <message>
        <source>repeated</source>
        <translation>ร้องซ้ำ</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>ชั้นหนี้</translation>
    </message>
    <message>
        <source>To be done by</source>
        <translation>ต้องทำภายใน</translation>
    </message>
    <message>
        <source>Outstanding</source>
        <translation>ยอดคงเหลือ</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>ขนาด</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>โครงการ</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
</context>
<context>
    <name>CasePane</name>
    <message>
        <source>Details: {0}</source>
        <translation>รายละเอียด: {0}</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>ยังไม่ได้เลือกรายการ</translation>
    </message>
    <message>
        <source>Choose one in the list to see it here</source>
        <translation>เลือกในรายการเพื่อดูที่นี่</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>การติดตาม</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>ยังไม่มีการติดตาม</translation>
    </message>
    <message>
        <source>Who changed what</source>
        <translation>ใครแก้ไขอะไร</translation>
    </message>
    <message>
        <source>Record what happened</source>
        <translation>บันทึกเหตุการณ์</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>แก้ไข</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>แนบไฟล์</translation>
    </message>
    <message>
        <source>Show personal data</source>
        <translation>แสดงข้อมูลส่วนบุคคล</translation>
    </message>
    <message>
        <source>Show the factory</source>
        <translation>ดูโรงงาน</translation>
    </message>
    <message>
        <source>Start inspection</source>
        <translation>เริ่มตรวจ</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>กู้คืน</translation>
    </message>
    <message numerus="yes">
        <source>repeated %n time(s)</source>
        <translation>
            <numerusform>ร้องซ้ำครั้งที่ %n</numerusform>
        </translation>
    </message>
    <message>
        <source>in the bin</source>
        <translation>อยู่ในถังขยะ</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>ถึง {0}</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>ขนาด</translation>
    </message>
    <message>
        <source>Show the earlier complaint {0}</source>
        <translation>ดูเรื่องเดิม {0}</translation>
    </message>
    <message>
        <source>Projects and results</source>
        <translation>โครงการและผลการพัฒนา</translation>
    </message>
    <message>
        <source>Economic value of a year: {0} baht</source>
        <translation>มูลค่าทางเศรษฐกิจต่อปี {0} บาท</translation>
    </message>
    <message>
        <source>Add a result</source>
        <translation>เพิ่มผลการพัฒนา</translation>
    </message>
    <message>
        <source>Add a project</source>
        <translation>เพิ่มโครงการ</translation>
    </message>
    <message>
        <source>n/a</source>
        <translation>ไม่มีค่า</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>ไฟล์</translation>
    </message>
    <message>
        <source>Record made</source>
        <translation>เพิ่มรายการ</translation>
    </message>
    <message>
        <source>{0}: changed</source>
        <translation>{0}: มีการแก้ไข</translation>
    </message>
</context>
<context>
    <name>CaseSheet</name>
    <message>
        <source>New {0}</source>
        <translation>เพิ่ม{0}</translation>
    </message>
    <message>
        <source>save</source>
        <translation>บันทึก</translation>
    </message>
    <message>
        <source>back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>บันทึก</translation>
    </message>
    <message>
        <source>Leave without saving?</source>
        <translation>ออกโดยไม่บันทึก?</translation>
    </message>
    <message>
        <source>What was typed here is not saved yet.</source>
        <translation>สิ่งที่พิมพ์ไว้ยังไม่ได้บันทึก</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>ออก</translation>
    </message>
    <message>
        <source>Go on typing</source>
        <translation>พิมพ์ต่อ</translation>
    </message>
</context>
<context>
    <name>CaseStepSheet</name>
    <message>
        <source>Record what happened</source>
        <translation>บันทึกเหตุการณ์</translation>
    </message>
    <message>
        <source>Correct what was recorded</source>
        <translation>แก้ไขเหตุการณ์</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>เหตุการณ์</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>และอีก %n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>save</source>
        <translation>บันทึก</translation>
    </message>
    <message>
        <source>back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Delete this step</source>
        <translation>ลบเหตุการณ์นี้</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>บันทึก</translation>
    </message>
</context>
<context>
    <name>CaseWords</name>
    <message>
        <source>yes</source>
        <translation>ใช่</translation>
    </message>
</context>
<context>
    <name>CasesPage</name>
    <message>
        <source>Register</source>
        <translation>ทะเบียน</translation>
    </message>
    <message>
        <source>New (Ctrl+N)</source>
        <translation>เพิ่ม (Ctrl+N)</translation>
    </message>
    <message>
        <source>Import Excel</source>
        <translation>นำเข้า Excel</translation>
    </message>
    <message>
        <source>Nothing in this register yet</source>
        <translation>ยังไม่มีรายการในทะเบียนนี้</translation>
    </message>
    <message>
        <source>Records come by sync, or are added here by Ctrl+N</source>
        <translation>รายการมาจากการซิงก์ หรือเพิ่มที่นี่ด้วย Ctrl+N</translation>
    </message>
    <message>
        <source>Add: {0}</source>
        <translation>เพิ่ม{0}</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>บันทึก</translation>
    </message>
    <message>
        <source>Record what happened to all chosen (Ctrl+Enter)</source>
        <translation>บันทึกเหตุการณ์ของทุกรายการที่เลือก (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>มอบหมาย</translation>
    </message>
    <message>
        <source>State</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>ลบ</translation>
    </message>
    <message>
        <source>Put all chosen into the bin (Del)</source>
        <translation>ย้ายทุกรายการที่เลือกไปถังขยะ (Del)</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>กู้คืน</translation>
    </message>
    <message numerus="yes">
        <source>%n overdue</source>
        <translation>
            <numerusform>เกินกำหนด %n</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} (me)</source>
        <translation>{0} (ฉัน)</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>ไม่มีผู้รับผิดชอบ</translation>
    </message>
</context>
<context>
    <name>ChecklistImportSheet</name>
    <message>
        <source>Back to the checklists</source>
        <translation>กลับไปที่แบบตรวจ</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>เลือกไฟล์อื่น</translation>
    </message>
    <message>
        <source>Try it out</source>
        <translation>ทดลองกรอก</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>ติดตั้ง</translation>
    </message>
    <message>
        <source>Choose the workbook of a checklist</source>
        <translation>เลือกสมุดงานของแบบตรวจ</translation>
    </message>
    <message>
        <source>An XLSForm (.xlsx). You see what it changes before anything is written.</source>
        <translation>ไฟล์ XLSForm (.xlsx) จะเห็นว่าเปลี่ยนอะไรบ้างก่อนบันทึก</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>เลือกไฟล์</translation>
    </message>
    <message>
        <source>Checklist (*.xlsx *.xlsm)</source>
        <translation>แบบตรวจ (*.xlsx *.xlsm)</translation>
    </message>
    <message>
        <source>Reading the checklist</source>
        <translation>กำลังอ่านแบบตรวจ</translation>
    </message>
    <message>
        <source>Installing the checklist</source>
        <translation>กำลังติดตั้งแบบตรวจ</translation>
    </message>
</context>
<context>
    <name>ChecklistPane</name>
    <message>
        <source>Details of the checklist</source>
        <translation>รายละเอียดแบบตรวจ</translation>
    </message>
    <message>
        <source>No checklist chosen</source>
        <translation>ยังไม่ได้เลือกแบบตรวจ</translation>
    </message>
    <message>
        <source>Choose one in the list to see it here</source>
        <translation>เลือกในรายการเพื่อดูที่นี่</translation>
    </message>
    <message>
        <source>Try it out</source>
        <translation>ทดลองกรอก</translation>
    </message>
    <message>
        <source>Print on paper</source>
        <translation>พิมพ์ลงกระดาษ</translation>
    </message>
    <message>
        <source>Export for editing</source>
        <translation>ส่งออกไปแก้ไข</translation>
    </message>
    <message>
        <source>Export for ODK</source>
        <translation>ส่งออกสำหรับ ODK</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>ถอนรุ่นนี้</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>ใช้อยู่</translation>
    </message>
    <message>
        <source>earlier version</source>
        <translation>รุ่นก่อน</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>รหัส</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>รุ่น</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>จำนวนข้อ</translation>
    </message>
    <message>
        <source>its files are not on this laptop yet</source>
        <translation>ไฟล์ยังไม่มาถึงเครื่องนี้</translation>
    </message>
    <message>
        <source>Inspections</source>
        <translation>การตรวจ</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>ร่าง</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>ติดตั้งเมื่อ</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>ที่มา</translation>
    </message>
    <message>
        <source>Inspections use this version, so it stays as it is.</source>
        <translation>มีการตรวจใช้รุ่นนี้แล้ว จึงคงไว้ตามเดิม</translation>
    </message>
</context>
<context>
    <name>ChecklistReport</name>
    <message>
        <source>What the table shows</source>
        <translation>สิ่งที่แสดงในตาราง</translation>
    </message>
    <message>
        <source>What the workbook does</source>
        <translation>ผลของสมุดงาน</translation>
    </message>
    <message>
        <source>The chosen row in full</source>
        <translation>แถวที่เลือกทั้งหมด</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>ข้อ</translation>
    </message>
    <message>
        <source>What</source>
        <translation>สิ่งที่เปลี่ยน</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>เดิม</translation>
    </message>
    <message>
        <source>After</source>
        <translation>ใหม่</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>ผู้ตรวจ</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>รุ่น</translation>
    </message>
    <message>
        <source>Answers stay</source>
        <translation>คำตอบที่คงไว้</translation>
    </message>
    <message>
        <source>Without a place</source>
        <translation>ไม่มีที่อยู่</translation>
    </message>
    <message>
        <source>New questions</source>
        <translation>ข้อใหม่</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>ชนิด</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>แผ่น</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>เซลล์</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>สิ่งที่พบ</translation>
    </message>
    <message>
        <source>Cure</source>
        <translation>วิธีแก้</translation>
    </message>
    <message numerus="yes">
        <source>The checklist has %n mistake(s) and cannot be installed</source>
        <translation>
            <numerusform>แบบตรวจมีข้อผิดพลาด %n ข้อ ยังติดตั้งไม่ได้</numerusform>
        </translation>
    </message>
    <message>
        <source>Mend them in the workbook and choose it again. Ctrl+A and Ctrl+C copy the list.</source>
        <translation>แก้ในสมุดงานแล้วเลือกไฟล์อีกครั้ง กด Ctrl+A แล้ว Ctrl+C เพื่อคัดลอกรายการ</translation>
    </message>
    <message>
        <source>Compared with version {0}: {1}</source>
        <translation>เทียบกับรุ่น {0}: {1}</translation>
    </message>
    <message>
        <source>no question differs</source>
        <translation>ไม่มีข้อใดต่างกัน</translation>
    </message>
    <message>
        <source>Drafts stay on their version until the inspector moves them in the inspection.</source>
        <translation>ร่างอยู่ที่รุ่นเดิมจนกว่าผู้ตรวจจะสั่งย้ายในหน้าการตรวจ</translation>
    </message>
    <message>
        <source>Differences {0}</source>
        <translation>ความแตกต่าง {0}</translation>
    </message>
    <message>
        <source>Drafts touched {0}</source>
        <translation>ร่างที่เกี่ยวข้อง {0}</translation>
    </message>
    <message>
        <source>Remarks {0}</source>
        <translation>ข้อสังเกต {0}</translation>
    </message>
    <message>
        <source>Answers of drafts to it have no place in the new version.</source>
        <translation>คำตอบในร่างของข้อนี้ไม่มีที่อยู่ในรุ่นใหม่</translation>
    </message>
    <message>
        <source>Without a place: {0}</source>
        <translation>ไม่มีที่อยู่: {0}</translation>
    </message>
    <message>
        <source>The checklist</source>
        <translation>แบบตรวจ</translation>
    </message>
    <message>
        <source>Mistake</source>
        <translation>ผิดพลาด</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>ข้อสังเกต</translation>
    </message>
    <message>
        <source>Not supported</source>
        <translation>ยังไม่รองรับ</translation>
    </message>
</context>
<context>
    <name>Checklists</name>
    <message>
        <source>came with the program</source>
        <translation>มากับโปรแกรม</translation>
    </message>
    <message>
        <source>imported by {0}</source>
        <translation>นำเข้าโดย {0}</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>นำเข้า</translation>
    </message>
</context>
<context>
    <name>ChecklistsPage</name>
    <message>
        <source>Back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Import a checklist</source>
        <translation>นำเข้าแบบตรวจ</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>แบบตรวจ</translation>
    </message>
    <message>
        <source>State</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>ข้อ</translation>
    </message>
    <message>
        <source>Inspections</source>
        <translation>การตรวจ</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>ร่าง</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>ติดตั้งเมื่อ</translation>
    </message>
    <message>
        <source>Installed checklists</source>
        <translation>แบบตรวจที่ติดตั้ง</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>ใช้อยู่</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>รุ่นก่อน</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>สมุดงาน Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>Export for editing</source>
        <translation>ส่งออกไปแก้ไข</translation>
    </message>
    <message>
        <source>The workbook is written</source>
        <translation>เขียนสมุดงานแล้ว</translation>
    </message>
    <message>
        <source>Package for ODK (*.zip)</source>
        <translation>แพ็กเกจสำหรับ ODK (*.zip)</translation>
    </message>
    <message>
        <source>Export for ODK</source>
        <translation>ส่งออกสำหรับ ODK</translation>
    </message>
    <message>
        <source>The package is written</source>
        <translation>เขียนแพ็กเกจแล้ว</translation>
    </message>
    <message>
        <source>The version is taken back</source>
        <translation>ถอนแบบตรวจรุ่นนี้แล้ว</translation>
    </message>
    <message>
        <source>It can be imported again.</source>
        <translation>นำเข้าใหม่ได้</translation>
    </message>
    <message>
        <source>The checklist is installed</source>
        <translation>ติดตั้งแบบตรวจแล้ว</translation>
    </message>
    <message>
        <source>New inspections use the version in force; drafts stay on theirs.</source>
        <translation>การตรวจใหม่ใช้รุ่นที่ใช้อยู่ ร่างเดิมอยู่ที่รุ่นของตน</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>เลิกทำ</translation>
    </message>
</context>
<context>
    <name>ClosingSheet</name>
    <message>
        <source>Result</source>
        <translation>ผลการตรวจ</translation>
    </message>
    <message>
        <source>Score {0} · {1}</source>
        <translation>คะแนน {0} · {1}</translation>
    </message>
    <message>
        <source>Unanswered {0}</source>
        <translation>ยังไม่ตอบ {0} ข้อ</translation>
    </message>
    <message>
        <source>Failed {0}</source>
        <translation>ไม่ผ่าน {0} ข้อ</translation>
    </message>
    <message>
        <source>Checklists to do as well</source>
        <translation>แบบตรวจที่ควรทำต่อ</translation>
    </message>
    <message>
        <source>Corrected because</source>
        <translation>แก้ไขเพราะ</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>และอีก {0} ข้อ</translation>
    </message>
    <message>
        <source>Imported from {0}</source>
        <translation>นำเข้าจาก {0}</translation>
    </message>
    <message>
        <source>Who signs here answers for what stands in it.</source>
        <translation>ผู้ลงนามในที่นี้รับรองข้อมูลทั้งหมดในการตรวจนี้</translation>
    </message>
    <message>
        <source>Close and sign</source>
        <translation>ปิดการตรวจและลงชื่อ</translation>
    </message>
    <message>
        <source>How it ends</source>
        <translation>จบการตรวจแบบ</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>เหตุผล</translation>
    </message>
    <message>
        <source>Add a participant of another agency</source>
        <translation>เพิ่มผู้ร่วมตรวจจากหน่วยงานอื่น</translation>
    </message>
    <message>
        <source>The record was read to the guide, who found it correct. After signing it cannot be changed.</source>
        <translation>อ่านบันทึกให้ผู้นำตรวจฟังแล้ว รับว่าถูกต้อง เมื่อลงชื่อแล้วจะแก้ไขไม่ได้</translation>
    </message>
    <message>
        <source>Back to the questions</source>
        <translation>กลับไปที่ข้อตรวจ</translation>
    </message>
    <message>
        <source>next field</source>
        <translation>ช่องถัดไป</translation>
    </message>
    <message>
        <source>back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Close and seal</source>
        <translation>ปิดและผนึก</translation>
    </message>
    <message>
        <source>Warnings without a note {0}</source>
        <translation>เฝ้าระวังที่ยังไม่มีหมายเหตุ {0}</translation>
    </message>
    <message>
        <source>Failed last time, not answered {0}</source>
        <translation>ครั้งก่อนไม่ผ่าน ยังไม่ตอบ {0}</translation>
    </message>
    <message>
        <source>Failed again without a new photo {0}</source>
        <translation>ไม่ผ่านซ้ำ ยังไม่มีภาพใหม่ {0}</translation>
    </message>
    <message>
        <source>Findings of earlier visits not verified {0}</source>
        <translation>ข้อบกพร่องครั้งก่อนที่ยังไม่ตรวจซ้ำ {0}</translation>
    </message>
</context>
<context>
    <name>CodeSheet</name>
    <message>
        <source>Codes in the picture</source>
        <translation>รหัสในภาพ</translation>
    </message>
    <message>
        <source>Take (Enter)</source>
        <translation>ใช้รหัสนี้ (Enter)</translation>
    </message>
    <message numerus="yes">
        <source>%n code(s) in the picture: choose the one that is the answer</source>
        <translation>
            <numerusform>พบ %n รหัสในภาพ เลือกรหัสที่เป็นคำตอบ</numerusform>
        </translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>รหัสกู้คืน</translation>
    </message>
    <message>
        <source>It opens the data when the passphrase is lost. Write it on paper and lock the paper away, not with the laptop. It is not shown again.</source>
        <translation>ใช้เปิดข้อมูลเมื่อลืมรหัสผ่าน จดลงกระดาษแล้วเก็บในตู้นิรภัย แยกจากเครื่อง รหัสนี้จะไม่แสดงอีก</translation>
    </message>
    <message>
        <source>Recovery code: {0}</source>
        <translation>รหัสกู้คืน: {0}</translation>
    </message>
    <message>
        <source>Type it from the paper</source>
        <translation>พิมพ์รหัสจากกระดาษ</translation>
    </message>
    <message>
        <source>Without a code</source>
        <translation>ไม่ใช้รหัสกู้คืน</translation>
    </message>
    <message>
        <source>It is on paper</source>
        <translation>จดแล้ว</translation>
    </message>
    <message>
        <source>It is not the same. Compare it letter by letter.</source>
        <translation>ไม่ตรงกัน เทียบทีละตัวอักษร</translation>
    </message>
</context>
<context>
    <name>ColumnChoice</name>
    <message>
        <source>Choose columns</source>
        <translation>เลือกคอลัมน์</translation>
    </message>
</context>
<context>
    <name>ConflictCard</name>
    <message>
        <source>Both values are kept until somebody decides. The first is shown.</source>
        <translation>เก็บไว้ทั้งสองค่าจนกว่าจะมีผู้ตัดสิน ระหว่างนี้แสดงค่าแรก</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>ค่า</translation>
    </message>
    <message>
        <source>Values to decide</source>
        <translation>ข้อมูลขัดแย้ง</translation>
    </message>
    <message>
        <source>Why this value is right</source>
        <translation>เหตุผลที่เลือกค่านี้</translation>
    </message>
    <message>
        <source>Keep the chosen value</source>
        <translation>ใช้ค่าที่เลือก</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) to decide</source>
        <translation>
            <numerusform>ข้อมูลขัดแย้ง %n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>Somebody without a name</source>
        <translation>ผู้ไม่ได้ระบุชื่อ</translation>
    </message>
    <message>
        <source>{0} (this laptop)</source>
        <translation>{0} (เครื่องนี้)</translation>
    </message>
    <message>
        <source>{0} · shown now</source>
        <translation>{0} · แสดงอยู่</translation>
    </message>
</context>
<context>
    <name>DashboardPage</name>
    <message>
        <source>Period</source>
        <translation>งวด</translation>
    </message>
    <message>
        <source>Province</source>
        <translation>จังหวัด</translation>
    </message>
    <message>
        <source>Type of factory</source>
        <translation>ประเภทโรงงาน</translation>
    </message>
    <message>
        <source>No factories yet</source>
        <translation>ยังไม่มีโรงงาน</translation>
    </message>
    <message>
        <source>Import the office&apos;s register, or connect to the centre, and the figures come here</source>
        <translation>นำเข้าทะเบียนของสำนักงาน หรือเชื่อมศูนย์กลาง แล้วตัวเลขจะมาที่นี่</translation>
    </message>
    <message>
        <source>Open the register</source>
        <translation>เปิดทะเบียน</translation>
    </message>
    <message>
        <source>All provinces</source>
        <translation>ทุกจังหวัด</translation>
    </message>
    <message>
        <source>All types</source>
        <translation>ทุกประเภท</translation>
    </message>
    <message>
        <source>Not yet: {0}</source>
        <translation>ยังไม่ได้: {0}</translation>
    </message>
    <message>
        <source>All counted: {0}</source>
        <translation>ทั้งหมดที่นับ: {0}</translation>
    </message>
</context>
<context>
    <name>DataCare</name>
    <message>
        <source>See the backups in the settings.</source>
        <translation>ดูการสำรองข้อมูลในหน้าตั้งค่า</translation>
    </message>
    <message>
        <source>Backing up before the program closes</source>
        <translation>กำลังสำรองข้อมูลก่อนปิดโปรแกรม</translation>
    </message>
    <message>
        <source>Close without it</source>
        <translation>ปิดโดยไม่สำรอง</translation>
    </message>
    <message>
        <source>Close all the same</source>
        <translation>ปิดโปรแกรมต่อไป</translation>
    </message>
</context>
<context>
    <name>DocumentForm</name>
    <message>
        <source>Level</source>
        <translation>ระดับ</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>ชนิดเอกสาร</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>เลขที่</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>ผู้ออก</translation>
    </message>
    <message>
        <source>Issued on</source>
        <translation>ออกเมื่อ</translation>
    </message>
    <message>
        <source>Expires on</source>
        <translation>หมดอายุ</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>หมายเหตุ</translation>
    </message>
    <message>
        <source>Save the document</source>
        <translation>บันทึกเอกสาร</translation>
    </message>
    <message>
        <source>Leave unchanged</source>
        <translation>ไม่บันทึก</translation>
    </message>
</context>
<context>
    <name>DocumentSection</name>
    <message>
        <source>Document</source>
        <translation>เอกสาร</translation>
    </message>
    <message>
        <source>Issued on</source>
        <translation>ออกเมื่อ</translation>
    </message>
    <message>
        <source>Expires on</source>
        <translation>หมดอายุ</translation>
    </message>
    <message>
        <source>State</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>เอกสาร</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>ตัวกรอง</translation>
    </message>
    <message>
        <source>No document is written down yet</source>
        <translation>ยังไม่มีเอกสาร</translation>
    </message>
    <message>
        <source>Add a document</source>
        <translation>เพิ่มเอกสาร</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>กู้คืน</translation>
    </message>
    <message>
        <source>Documents {0}</source>
        <translation>เอกสาร {0}</translation>
    </message>
    <message>
        <source>Bin {0}</source>
        <translation>ถังขยะ {0}</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>หมดอายุแล้ว</translation>
    </message>
    <message>
        <source>Expires soon</source>
        <translation>ใกล้หมดอายุ</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>ยังมีผล</translation>
    </message>
    <message>
        <source>No expiry</source>
        <translation>ไม่มีกำหนด</translation>
    </message>
</context>
<context>
    <name>DrawingPad</name>
    <message>
        <source>Draw with the pen or the mouse. Backspace takes the last line back.</source>
        <translation>วาดด้วยปากกาหรือเมาส์ กด Backspace เพื่อลบเส้นล่าสุด</translation>
    </message>
</context>
<context>
    <name>DrawingSheet</name>
    <message>
        <source>Signature</source>
        <translation>ลายมือชื่อ</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>ภาพวาด</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>แดง</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>น้ำเงิน</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>ดำ</translation>
    </message>
    <message>
        <source>Pen</source>
        <translation>สีปากกา</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>เก็บไว้</translation>
    </message>
    <message>
        <source>Take a line back</source>
        <translation>ลบเส้นล่าสุด</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>ไม่เก็บ</translation>
    </message>
</context>
<context>
    <name>EnrolCard</name>
    <message>
        <source>Join the centre</source>
        <translation>เชื่อมกับศูนย์ข้อมูล</translation>
    </message>
    <message>
        <source>The administrator gives you the address and a code that works once. What you saved until now is sent along.</source>
        <translation>ขอที่อยู่และรหัสใช้ครั้งเดียวจากผู้ดูแลระบบ ข้อมูลที่บันทึกไว้แล้วจะถูกส่งไปด้วย</translation>
    </message>
    <message>
        <source>Address of the centre</source>
        <translation>ที่อยู่ของศูนย์ข้อมูล</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>รหัสลงทะเบียน</translation>
    </message>
    <message>
        <source>Keep the present centre</source>
        <translation>ใช้ศูนย์เดิม</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>เชื่อมศูนย์</translation>
    </message>
</context>
<context>
    <name>EvidencePart</name>
    <message>
        <source>Before</source>
        <translation>ก่อนแก้ไข</translation>
    </message>
    <message>
        <source>After correction</source>
        <translation>หลังแก้ไข</translation>
    </message>
    <message>
        <source>Add a photo</source>
        <translation>เพิ่มภาพ</translation>
    </message>
    <message>
        <source>no photo</source>
        <translation>ไม่มีภาพ</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) more</source>
        <translation>
            <numerusform>อีก %n ภาพ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExcelOut</name>
    <message>
        <source>Export to</source>
        <translation>ส่งออกไปที่</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>สมุดงาน Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>The workbook is written</source>
        <translation>เขียนสมุดงานแล้ว</translation>
    </message>
</context>
<context>
    <name>ExportControl</name>
    <message>
        <source>Export</source>
        <translation>ส่งออก</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>ความคืบหน้าการส่งออก</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>หยุด</translation>
    </message>
    <message>
        <source>Stop the export</source>
        <translation>หยุดส่งออก</translation>
    </message>
    <message>
        <source>Excel workbook</source>
        <translation>สมุดงาน Excel</translation>
    </message>
    <message>
        <source>Inspections {0}</source>
        <translation>การตรวจ {0}</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>ส่งออกไปที่</translation>
    </message>
    <message numerus="yes">
        <source>%n inspection(s) in {0}</source>
        <translation>
            <numerusform>การตรวจ %n ครั้ง ใน {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out: their signed record is not on this laptop</source>
        <translation>
            <numerusform>ไม่ได้ส่งออก %n ครั้ง เพราะบันทึกที่ลงนามไม่อยู่ในเครื่องนี้</numerusform>
        </translation>
    </message>
    <message>
        <source>The export is written</source>
        <translation>ส่งออกแล้ว</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are not on this laptop</source>
        <translation>
            <numerusform>มี %n ภาพไม่อยู่ในเครื่องนี้</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message>
        <source>Export</source>
        <translation>ส่งออก</translation>
    </message>
    <message>
        <source>Remembered export</source>
        <translation>ชุดที่จำไว้</translation>
    </message>
    <message>
        <source>Forget this remembered export</source>
        <translation>ลบชุดที่จำไว้นี้</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>ชนิดไฟล์</translation>
    </message>
    <message>
        <source>The office&apos;s workbook (Excel)</source>
        <translation>สมุดงานของสำนักงาน (Excel)</translation>
    </message>
    <message>
        <source>Inspections</source>
        <translation>การตรวจ</translation>
    </message>
    <message numerus="yes">
        <source>As in the list (%n)</source>
        <translation>
            <numerusform>ตามที่แสดงในรายการ (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>All that fit what is chosen here</source>
        <translation>ทั้งหมดตามเงื่อนไขด้านล่าง</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>ช่วงเวลา</translation>
    </message>
    <message>
        <source>All</source>
        <translation>ทั้งหมด</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>วันนี้</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>เดือนนี้</translation>
    </message>
    <message>
        <source>This inspection round</source>
        <translation>รอบตรวจราชการนี้</translation>
    </message>
    <message>
        <source>Last inspection round</source>
        <translation>รอบตรวจราชการก่อน</translation>
    </message>
    <message>
        <source>This fiscal year</source>
        <translation>ปีงบประมาณนี้</translation>
    </message>
    <message>
        <source>Inspection round {0}</source>
        <translation>รอบตรวจราชการ {0}</translation>
    </message>
    <message>
        <source>From one day to another</source>
        <translation>ระบุช่วงวันที่</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>แบบตรวจ</translation>
    </message>
    <message>
        <source>District</source>
        <translation>อำเภอ</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>ผู้ตรวจ</translation>
    </message>
    <message>
        <source>From</source>
        <translation>ตั้งแต่</translation>
    </message>
    <message>
        <source>To</source>
        <translation>ถึง</translation>
    </message>
    <message>
        <source>The first day lies after the last; change one of them</source>
        <translation>วันเริ่มอยู่หลังวันสิ้นสุด แก้วันใดวันหนึ่ง</translation>
    </message>
    <message>
        <source>Choices as</source>
        <translation>แสดงตัวเลือกเป็น</translation>
    </message>
    <message>
        <source>Labels and codes</source>
        <translation>ข้อความและรหัส</translation>
    </message>
    <message>
        <source>Labels only</source>
        <translation>ข้อความเท่านั้น</translation>
    </message>
    <message>
        <source>Codes only</source>
        <translation>รหัสเท่านั้น</translation>
    </message>
    <message>
        <source>Headers and answers as</source>
        <translation>หัวตารางและคำตอบเป็น</translation>
    </message>
    <message>
        <source>Names and codes</source>
        <translation>ชื่อและรหัส</translation>
    </message>
    <message>
        <source>A column for each choice of several</source>
        <translation>แยกหนึ่งคอลัมน์ต่อตัวเลือก (ข้อที่เลือกได้หลายข้อ)</translation>
    </message>
    <message>
        <source>A sheet for each checklist, an inspection in each row</source>
        <translation>เพิ่มแผ่นงานรายแบบตรวจ หนึ่งแถวต่อหนึ่งการตรวจ</translation>
    </message>
    <message>
        <source>A sheet with a row for each answer</source>
        <translation>แผ่นงานหนึ่งแถวต่อหนึ่งคำตอบ</translation>
    </message>
    <message>
        <source>Names of groups in the headers</source>
        <translation>ใส่ชื่อกลุ่มในหัวตาราง</translation>
    </message>
    <message>
        <source>For opening in Excel (Thai letters, no formulas)</source>
        <translation>สำหรับเปิดใน Excel (ภาษาไทยถูกต้อง ไม่มีสูตร)</translation>
    </message>
    <message>
        <source>With the places where photos were taken</source>
        <translation>รวมพิกัดที่ถ่ายภาพ</translation>
    </message>
    <message>
        <source>Remember as</source>
        <translation>จำไว้ในชื่อ</translation>
    </message>
    <message>
        <source>A name, to have it again (may stay empty)</source>
        <translation>ตั้งชื่อเพื่อใช้ครั้งหน้า (เว้นว่างได้)</translation>
    </message>
    <message>
        <source>Write by itself</source>
        <translation>เขียนเองทุกวัน</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>ไม่</translation>
    </message>
    <message>
        <source>Every day at {0} into the same folder</source>
        <translation>ทุกวันเวลา {0} น. ลงโฟลเดอร์เดียวกัน</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ยกเลิก</translation>
    </message>
    <message>
        <source>Choose the file and export</source>
        <translation>เลือกที่เก็บและส่งออก</translation>
    </message>
    <message>
        <source>Daily export</source>
        <translation>ส่งออกประจำวัน</translation>
    </message>
    <message>
        <source>The choice made last</source>
        <translation>ที่เลือกครั้งล่าสุด</translation>
    </message>
</context>
<context>
    <name>FactModel</name>
    <message>
        <source>Fact</source>
        <translation>ข้อเท็จจริง</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>ค่า</translation>
    </message>
    <message>
        <source>As of</source>
        <translation>ข้อมูล ณ วันที่</translation>
    </message>
    <message>
        <source>Two people differ</source>
        <translation>สองคนบันทึกไม่ตรงกัน</translation>
    </message>
    <message>
        <source>inspection {0}</source>
        <translation>การตรวจ {0}</translation>
    </message>
</context>
<context>
    <name>FactSection</name>
    <message>
        <source>Facts</source>
        <translation>ข้อเท็จจริง</translation>
    </message>
    <message>
        <source>Before: {0}</source>
        <translation>ก่อนหน้านี้: {0}</translation>
    </message>
</context>
<context>
    <name>FactoryHeader</name>
    <message>
        <source>Back (Esc)</source>
        <translation>กลับ (Esc)</translation>
    </message>
    <message>
        <source>Start inspection</source>
        <translation>เริ่มตรวจ</translation>
    </message>
    <message>
        <source>Merge or split the licence</source>
        <translation>รวมหรือแยกทะเบียน</translation>
    </message>
    <message>
        <source>Merge with…</source>
        <translation>รวมกับ…</translation>
    </message>
    <message>
        <source>Split…</source>
        <translation>แยก…</translation>
    </message>
    <message>
        <source>Continue inspection</source>
        <translation>ตรวจต่อ</translation>
    </message>
    <message>
        <source>Risk: {0}</source>
        <translation>ความเสี่ยง: {0}</translation>
    </message>
    <message>
        <source>GI expired: {0}</source>
        <translation>GI หมดอายุ: {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) expired</source>
        <translation>
            <numerusform>เอกสารหมดอายุ %n ฉบับ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) expire soon</source>
        <translation>
            <numerusform>เอกสารใกล้หมดอายุ %n ฉบับ</numerusform>
        </translation>
    </message>
    <message>
        <source>Merged with it: {0}</source>
        <translation>รวมจากเลข {0}</translation>
    </message>
    <message>
        <source>Split from {0}</source>
        <translation>แยกจาก {0}</translation>
    </message>
    <message>
        <source>Split off: {0}</source>
        <translation>แยกเป็น {0}</translation>
    </message>
</context>
<context>
    <name>FactoryPage</name>
    <message>
        <source>No factory chosen</source>
        <translation>ยังไม่ได้เลือกโรงงาน</translation>
    </message>
    <message>
        <source>Choose one in the register to open its file</source>
        <translation>เลือกในทะเบียนเพื่อเปิดแฟ้มโรงงาน</translation>
    </message>
    <message>
        <source>Open the register</source>
        <translation>เปิดทะเบียน</translation>
    </message>
    <message>
        <source>parts</source>
        <translation>เปลี่ยนส่วน</translation>
    </message>
    <message>
        <source>type or open</source>
        <translation>พิมพ์หรือเปิด</translation>
    </message>
    <message>
        <source>take back</source>
        <translation>เลิกทำ</translation>
    </message>
    <message>
        <source>back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>ส่วน</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>รายการ</translation>
    </message>
    <message>
        <source>Parts of the file</source>
        <translation>ส่วนต่าง ๆ ของแฟ้ม</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>ข้อเท็จจริง</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>ลำดับเหตุการณ์</translation>
    </message>
    <message>
        <source>Documents, permits</source>
        <translation>เอกสารและใบอนุญาต</translation>
    </message>
    <message>
        <source>Measured values</source>
        <translation>ค่าที่วัดได้</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>ภาพถ่าย</translation>
    </message>
    <message>
        <source>Green Industry</source>
        <translation>อุตสาหกรรมสีเขียว</translation>
    </message>
    <message>
        <source>i-Industry, reports</source>
        <translation>i-Industry และรายงาน</translation>
    </message>
    <message>
        <source>MIND</source>
        <translation>MIND 4 มิติ</translation>
    </message>
    <message>
        <source>Loans and projects</source>
        <translation>เงินกู้และโครงการ</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>บันทึกแล้ว: {0}</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>เลิกทำ</translation>
    </message>
    <message>
        <source>Somebody changed it since; it stays as it is now</source>
        <translation>มีผู้แก้ไขหลังจากนั้น จึงคงค่าปัจจุบันไว้</translation>
    </message>
    <message>
        <source>Not taken back: {0}</source>
        <translation>เลิกทำไม่ได้: {0}</translation>
    </message>
    <message>
        <source>Taken back: {0}</source>
        <translation>เลิกทำแล้ว: {0}</translation>
    </message>
</context>
<context>
    <name>FactoryPane</name>
    <message>
        <source>Details of the factory</source>
        <translation>รายละเอียดโรงงาน</translation>
    </message>
    <message>
        <source>No factory chosen</source>
        <translation>ยังไม่ได้เลือกโรงงาน</translation>
    </message>
    <message>
        <source>Choose one in the list to see it here</source>
        <translation>เลือกโรงงานในรายการเพื่อดูที่นี่</translation>
    </message>
    <message>
        <source>Open findings</source>
        <translation>ข้อบกพร่องค้างแก้ไข</translation>
    </message>
    <message>
        <source>Past inspections</source>
        <translation>ประวัติการตรวจ</translation>
    </message>
    <message>
        <source>Not inspected with fieldkit yet</source>
        <translation>ยังไม่เคยตรวจด้วย fieldkit</translation>
    </message>
    <message>
        <source>Start inspection</source>
        <translation>เริ่มตรวจ</translation>
    </message>
    <message>
        <source>Factory without a name</source>
        <translation>โรงงานไม่มีชื่อ</translation>
    </message>
    <message>
        <source>Open the factory file</source>
        <translation>เปิดแฟ้มโรงงาน</translation>
    </message>
    <message>
        <source>Open the factory file (Enter)</source>
        <translation>เปิดแฟ้มโรงงาน (Enter)</translation>
    </message>
    <message>
        <source>No registration</source>
        <translation>ไม่มีทะเบียนโรงงาน</translation>
    </message>
    <message>
        <source>Registration no. {0}</source>
        <translation>เลขทะเบียน {0}</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>Continue inspection</source>
        <translation>ตรวจต่อ</translation>
    </message>
    <message>
        <source>Moo {0}</source>
        <translation>ม.{0}</translation>
    </message>
    <message>
        <source>Soi {0}</source>
        <translation>ซ.{0}</translation>
    </message>
    <message>
        <source>{0} Road</source>
        <translation>ถ.{0}</translation>
    </message>
    <message>
        <source>Other no.</source>
        <translation>เลขอื่น</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>ผู้ประกอบการ</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>ประเภท</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>กิจการ</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>ที่ตั้ง</translation>
    </message>
    <message>
        <source>Horsepower</source>
        <translation>แรงม้า</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>คนงาน</translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s)</source>
        <translation>
            <numerusform>%n คน</numerusform>
        </translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>โทรศัพท์</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>อีเมล</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>ผู้ติดต่อ</translation>
    </message>
    <message>
        <source>Overdue since {0}</source>
        <translation>เกินกำหนด {0}</translation>
    </message>
    <message>
        <source>Due {0}</source>
        <translation>ครบกำหนด {0}</translation>
    </message>
    <message>
        <source>{0} · in progress</source>
        <translation>{0} · กำลังตรวจ</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n ข้อบกพร่อง</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FactoryTable</name>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>ที่ตั้ง</translation>
    </message>
    <message>
        <source>Horsepower</source>
        <translation>แรงม้า</translation>
    </message>
    <message>
        <source>Last inspected</source>
        <translation>ตรวจล่าสุด</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>ผลตรวจ</translation>
    </message>
    <message>
        <source>To correct</source>
        <translation>ค้างแก้ไข</translation>
    </message>
</context>
<context>
    <name>FigureList</name>
    <message>
        <source>Back to the overview</source>
        <translation>กลับหน้าภาพรวม</translation>
    </message>
    <message>
        <source>Export this list</source>
        <translation>ส่งออกรายการนี้</translation>
    </message>
    <message>
        <source>Nothing stands behind this number</source>
        <translation>ไม่มีรายการหลังตัวเลขนี้</translation>
    </message>
    <message>
        <source>When something is counted here, it is listed</source>
        <translation>เมื่อมีรายการที่นับ จะแสดงที่นี่</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>This row has no factory</source>
        <translation>รายการนี้ไม่มีโรงงาน</translation>
    </message>
    <message>
        <source>It is kept in this list only</source>
        <translation>มีอยู่ในรายการนี้เท่านั้น</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>ส่งออกไปที่</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>สมุดงาน Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>{0} rows in {1}</source>
        <translation>{0} รายการใน {1}</translation>
    </message>
    <message>
        <source>The list is written</source>
        <translation>เขียนรายการแล้ว</translation>
    </message>
</context>
<context>
    <name>FileFetching</name>
    <message>
        <source>Fetch it now</source>
        <translation>รับไฟล์เดี๋ยวนี้</translation>
    </message>
    <message>
        <source>This file is at the office, not on this laptop</source>
        <translation>ไฟล์นี้อยู่ที่สำนักงาน ไม่อยู่ในเครื่องนี้</translation>
    </message>
    <message>
        <source>Answers and files of this inspection are at the office</source>
        <translation>คำตอบและไฟล์ของการตรวจนี้อยู่ที่สำนักงาน</translation>
    </message>
    <message>
        <source>{0} of {1} inspections could not be fetched</source>
        <translation>ดึงการตรวจ {0} จาก {1} ครั้งไม่ได้</translation>
    </message>
    <message>
        <source>The centre has lost them; a laptop that has them brings them back</source>
        <translation>ศูนย์ข้อมูลไม่มีข้อมูลนี้แล้ว เครื่องที่ยังมีอยู่จะส่งกลับให้เมื่อซิงก์</translation>
    </message>
    <message>
        <source>The centre has not got this file yet</source>
        <translation>ศูนย์ข้อมูลยังไม่มีไฟล์นี้</translation>
    </message>
</context>
<context>
    <name>FileSaving</name>
    <message>
        <source>Replace the file?</source>
        <translation>แทนที่ไฟล์เดิมหรือไม่</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>แทนที่</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ยกเลิก</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>เปิดไฟล์</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>เปิดโฟลเดอร์</translation>
    </message>
    <message>
        <source>No program opens this here</source>
        <translation>ไม่มีโปรแกรมที่เปิดไฟล์นี้ได้</translation>
    </message>
</context>
<context>
    <name>FilingSection</name>
    <message>
        <source>i-Industry and I-Single Form</source>
        <translation>i-Industry และ I-Single Form</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Number, code or words of a question</source>
        <translation>เลขข้อ รหัส หรือคำในข้อตรวจ</translation>
    </message>
    <message>
        <source>Find a question</source>
        <translation>ค้นหาข้อตรวจ</translation>
    </message>
    <message>
        <source>Questions found</source>
        <translation>ข้อตรวจที่พบ</translation>
    </message>
    <message>
        <source>No question fits. Try a number, or a shorter word.</source>
        <translation>ไม่พบข้อตรวจ ลองใช้เลขข้อหรือคำที่สั้นลง</translation>
    </message>
</context>
<context>
    <name>FindingEditor</name>
    <message>
        <source>Finding</source>
        <translation>ข้อบกพร่อง</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>สิ่งที่พบ</translation>
    </message>
    <message>
        <source>Describe what was found</source>
        <translation>บันทึกสิ่งที่พบ</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>ความรุนแรง</translation>
    </message>
    <message>
        <source>Corrective action</source>
        <translation>วิธีแก้ไข</translation>
    </message>
    <message>
        <source>To be corrected by</source>
        <translation>แก้ไขให้เสร็จภายใน</translation>
    </message>
    <message>
        <source>Corrected during the visit</source>
        <translation>แก้ไขทันทีขณะตรวจ</translation>
    </message>
    <message>
        <source>Photo after correction</source>
        <translation>ภาพหลังแก้ไข</translation>
    </message>
    <message>
        <source>Time {0} since {1}</source>
        <translation>ครั้งที่ {0} ตั้งแต่ {1}</translation>
    </message>
</context>
<context>
    <name>FindingImportSheet</name>
    <message>
        <source>Back to the findings</source>
        <translation>กลับไปข้อบกพร่อง</translation>
    </message>
    <message>
        <source>Choose the edited findings</source>
        <translation>เลือกไฟล์ข้อบกพร่องที่แก้แล้ว</translation>
    </message>
    <message>
        <source>The workbook from “Excel out”. What was signed stays; the rest becomes dated steps.</source>
        <translation>ไฟล์จาก “ส่งออก Excel” ส่วนที่ลงนามแล้วไม่เปลี่ยน ที่เหลือบันทึกเป็นขั้นตอนพร้อมวันที่</translation>
    </message>
    <message>
        <source>Findings (*.xlsx *.xlsm *.csv)</source>
        <translation>ข้อบกพร่อง (*.xlsx *.xlsm *.csv)</translation>
    </message>
    <message>
        <source>Reading the findings</source>
        <translation>กำลังอ่านข้อบกพร่อง</translation>
    </message>
    <message>
        <source>Writing the findings</source>
        <translation>กำลังบันทึกข้อบกพร่อง</translation>
    </message>
    <message>
        <source>The findings are imported</source>
        <translation>นำเข้าข้อบกพร่องแล้ว</translation>
    </message>
    <message>
        <source>No findings were imported on this machine yet</source>
        <translation>เครื่องนี้ยังไม่เคยนำเข้าข้อบกพร่อง</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>ข้อบกพร่อง</translation>
    </message>
    <message numerus="yes">
        <source>Import %n finding(s)</source>
        <translation>
            <numerusform>นำเข้า %n ข้อ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingList</name>
    <message>
        <source>Findings</source>
        <translation>ข้อบกพร่อง</translation>
    </message>
    <message>
        <source>Factory, finding or law</source>
        <translation>โรงงาน ข้อบกพร่อง หรือกฎหมาย</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n ข้อ</numerusform>
        </translation>
    </message>
    <message>
        <source>No finding fits</source>
        <translation>ไม่พบข้อบกพร่อง</translation>
    </message>
    <message>
        <source>Nothing is left with this search and filter</source>
        <translation>ไม่มีรายการตามคำค้นและตัวกรองนี้</translation>
    </message>
    <message>
        <source>Show all findings</source>
        <translation>แสดงทั้งหมด</translation>
    </message>
    <message>
        <source>Open {0}</source>
        <translation>ค้างแก้ไข {0}</translation>
    </message>
    <message>
        <source>Due soon {0}</source>
        <translation>ใกล้กำหนด {0}</translation>
    </message>
    <message>
        <source>Overdue {0}</source>
        <translation>เกินกำหนด {0}</translation>
    </message>
    <message>
        <source>Without an order {0}</source>
        <translation>ยังไม่ออกคำสั่ง {0}</translation>
    </message>
    <message>
        <source>All {0}</source>
        <translation>ทั้งหมด {0}</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>ความรุนแรง</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>ข้อบกพร่อง</translation>
    </message>
    <message>
        <source>To be corrected by</source>
        <translation>กำหนดแก้ไข</translation>
    </message>
    <message>
        <source>Law</source>
        <translation>กฎหมาย</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>คำสั่ง</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>เลขทะเบียน</translation>
    </message>
    <message>
        <source>District</source>
        <translation>อำเภอ</translation>
    </message>
    <message>
        <source>Inspected</source>
        <translation>วันที่ตรวจ</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>การสั่งการ</translation>
    </message>
    <message>
        <source>State</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>วิธีแก้ไข</translation>
    </message>
</context>
<context>
    <name>FindingPane</name>
    <message numerus="yes">
        <source>%n day(s) overdue</source>
        <translation>
            <numerusform>เกินกำหนด %n วัน</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>เหลือ %n วัน</numerusform>
        </translation>
    </message>
    <message>
        <source>due today</source>
        <translation>ครบกำหนดวันนี้</translation>
    </message>
    <message>
        <source>Details of the finding</source>
        <translation>รายละเอียดข้อบกพร่อง</translation>
    </message>
    <message>
        <source>No finding chosen</source>
        <translation>ยังไม่ได้เลือกข้อบกพร่อง</translation>
    </message>
    <message>
        <source>Choose one in the list to see it here</source>
        <translation>เลือกข้อบกพร่องในรายการเพื่อดูที่นี่</translation>
    </message>
    <message>
        <source>Open at the question</source>
        <translation>เปิดที่ข้อตรวจ</translation>
    </message>
    <message>
        <source>Show the factory</source>
        <translation>ดูโรงงาน</translation>
    </message>
    <message>
        <source>Show the order</source>
        <translation>ดูคำสั่ง</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>เลขทะเบียน</translation>
    </message>
    <message>
        <source>District</source>
        <translation>อำเภอ</translation>
    </message>
    <message>
        <source>Inspected</source>
        <translation>ตรวจเมื่อ</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>ข้อ</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>ค่ามาตรฐาน</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>ค่าที่วัดได้</translation>
    </message>
    <message>
        <source>Law</source>
        <translation>กฎหมาย</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>วิธีแก้ไข</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>คำสั่ง</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>การสั่งการ</translation>
    </message>
    <message>
        <source>Correct by</source>
        <translation>กำหนดแก้ไข</translation>
    </message>
    <message>
        <source>State</source>
        <translation>สถานะ</translation>
    </message>
</context>
<context>
    <name>FindingsPage</name>
    <message>
        <source>Findings, orders or bin</source>
        <translation>ข้อบกพร่อง คำสั่ง หรือถังขยะ</translation>
    </message>
    <message>
        <source>No findings to follow up yet</source>
        <translation>ยังไม่มีข้อบกพร่องที่ต้องติดตาม</translation>
    </message>
    <message>
        <source>When an answer fails, its finding comes here</source>
        <translation>เมื่อผู้ตรวจตอบ “ไม่ผ่าน” รายการจะมาอยู่ที่นี่</translation>
    </message>
    <message>
        <source>Open the register</source>
        <translation>เปิดทะเบียนโรงงาน</translation>
    </message>
    <message>
        <source>Draft an order</source>
        <translation>ร่างคำสั่ง</translation>
    </message>
    <message>
        <source>Excel</source>
        <translation>Excel</translation>
    </message>
    <message>
        <source>Excel out (Ctrl+Shift+E)</source>
        <translation>ส่งออก Excel (Ctrl+Shift+E)</translation>
    </message>
    <message>
        <source>Excel in (Ctrl+Shift+I)</source>
        <translation>นำเข้า Excel (Ctrl+Shift+I)</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>ขยายเวลา</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>ลบ</translation>
    </message>
    <message>
        <source>Findings {0}</source>
        <translation>ข้อบกพร่อง {0}</translation>
    </message>
    <message>
        <source>Orders {0}</source>
        <translation>คำสั่ง {0}</translation>
    </message>
    <message>
        <source>Bin {0}</source>
        <translation>ถังขยะ {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n overdue</source>
        <translation>
            <numerusform>เกินกำหนด %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>ข้อบกพร่อง</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s) written</source>
        <translation>
            <numerusform>เขียนแล้ว %n ข้อ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>Three steps to begin</source>
        <translation>เริ่มใช้งาน 3 ขั้น</translation>
    </message>
    <message>
        <source>1. Your name</source>
        <translation>1. ชื่อผู้ตรวจ</translation>
    </message>
    <message>
        <source>It stands beside every answer and signature</source>
        <translation>ชื่อนี้อยู่กับทุกคำตอบและลายมือชื่อ</translation>
    </message>
    <message>
        <source>Import the register</source>
        <translation>นำเข้าทะเบียน</translation>
    </message>
    <message>
        <source>Get it from the centre</source>
        <translation>รับจากศูนย์ข้อมูล</translation>
    </message>
    <message>
        <source>2. The factories</source>
        <translation>2. ทะเบียนโรงงาน</translation>
    </message>
    <message>
        <source>The office&apos;s Excel or CSV file, or the centre if you have one</source>
        <translation>ไฟล์ Excel หรือ CSV ของสำนักงาน หรือรับจากศูนย์ข้อมูล</translation>
    </message>
    <message>
        <source>3. Start</source>
        <translation>3. เริ่มตรวจ</translation>
    </message>
    <message>
        <source>Choose a factory, then press “Start inspection”</source>
        <translation>เลือกโรงงาน แล้วกด “เริ่มตรวจ”</translation>
    </message>
</context>
<context>
    <name>FolderSheet</name>
    <message>
        <source>Looking through {0}</source>
        <translation>กำลังดู {0}</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>เลือก</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>ภาพ</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>ข้อตรวจ</translation>
    </message>
    <message>
        <source>Photos of the folder</source>
        <translation>ภาพในโฟลเดอร์</translation>
    </message>
    <message>
        <source>Minutes by which the camera&apos;s clock is ahead of the laptop&apos;s</source>
        <translation>นาฬิกากล้องเร็วกว่าเครื่องกี่นาที</translation>
    </message>
    <message>
        <source>Question of this photo</source>
        <translation>ข้อตรวจของภาพนี้</translation>
    </message>
    <message>
        <source>None</source>
        <translation>ไม่มี</translation>
    </message>
    <message>
        <source>The camera&apos;s clock is ahead by (minutes)</source>
        <translation>นาฬิกากล้องเร็วกว่าเครื่อง (นาที)</translation>
    </message>
    <message>
        <source>photo</source>
        <translation>ภาพ</translation>
    </message>
    <message>
        <source>take or leave</source>
        <translation>เอาหรือไม่เอา</translation>
    </message>
    <message>
        <source>question</source>
        <translation>ข้อตรวจ</translation>
    </message>
    <message>
        <source>attach</source>
        <translation>แนบ</translation>
    </message>
    <message>
        <source>back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Back to the questions</source>
        <translation>กลับไปที่ข้อตรวจ</translation>
    </message>
    <message>
        <source>Looking at photo {0} of {1}</source>
        <translation>กำลังดูภาพที่ {0} จาก {1}</translation>
    </message>
    <message>
        <source>There is no photo in this folder</source>
        <translation>ไม่มีรูปภาพในโฟลเดอร์นี้</translation>
    </message>
    <message numerus="yes">
        <source>Attach %n photo(s)</source>
        <translation>
            <numerusform>แนบ %n ภาพ</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} photos, {1} with a question</source>
        <translation>{0} ภาพ มีข้อตรวจแล้ว {1} ภาพ</translation>
    </message>
    <message>
        <source>no time in it</source>
        <translation>ไม่มีเวลาถ่าย</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>อ่านไม่ได้</translation>
    </message>
    <message>
        <source>attached</source>
        <translation>แนบแล้ว</translation>
    </message>
    <message>
        <source>take</source>
        <translation>เอา</translation>
    </message>
    <message>
        <source>leave</source>
        <translation>ไม่เอา</translation>
    </message>
    <message>
        <source>no question answered near that time</source>
        <translation>ไม่มีข้อที่ตอบใกล้เวลานั้น</translation>
    </message>
</context>
<context>
    <name>FollowUpPanel</name>
    <message>
        <source>To verify first</source>
        <translation>ต้องตรวจซ้ำก่อน</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>แก้ไขแล้ว</translation>
    </message>
    <message>
        <source>Not corrected</source>
        <translation>ยังไม่แก้ไข</translation>
    </message>
    <message>
        <source>found {0}</source>
        <translation>พบ {0}</translation>
    </message>
    <message>
        <source>due {0}</source>
        <translation>กำหนด {0}</translation>
    </message>
    <message numerus="yes">
        <source>Verify first: %n finding(s) of earlier visits</source>
        <translation>
            <numerusform>ต้องตรวจซ้ำ: ข้อบกพร่องครั้งก่อน %n ข้อ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s) of earlier visits verified</source>
        <translation>
            <numerusform>ตรวจซ้ำข้อบกพร่องครั้งก่อนครบ %n ข้อ</numerusform>
        </translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>พับ</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>แสดง</translation>
    </message>
</context>
<context>
    <name>FormDelegate</name>
    <message>
        <source>F4 attaches a file</source>
        <translation>F4 แนบไฟล์</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>ลงลายมือชื่อแล้ว</translation>
    </message>
    <message>
        <source>Space signs</source>
        <translation>Space ลงลายมือชื่อ</translation>
    </message>
    <message numerus="yes">
        <source>%n drawing(s)</source>
        <translation>
            <numerusform>%n ภาพวาด</numerusform>
        </translation>
    </message>
    <message>
        <source>Space draws</source>
        <translation>Space วาดภาพ</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n ภาพ</numerusform>
        </translation>
    </message>
    <message>
        <source>F4 adds a photo</source>
        <translation>F4 เพิ่มภาพ</translation>
    </message>
</context>
<context>
    <name>FormHead</name>
    <message>
        <source>Imported from {0}</source>
        <translation>นำเข้าจาก {0}</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>หมวด</translation>
    </message>
    <message>
        <source>All</source>
        <translation>ทั้งหมด</translation>
    </message>
    <message>
        <source>Unanswered</source>
        <translation>ยังไม่ตอบ</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>ไม่ผ่าน</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>เฝ้าระวัง</translation>
    </message>
    <message>
        <source>Failed last time</source>
        <translation>ครั้งก่อนไม่ผ่าน</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>ทำเครื่องหมายไว้</translation>
    </message>
    <message>
        <source>Changed by a colleague</source>
        <translation>เพื่อนร่วมงานแก้</translation>
    </message>
    <message>
        <source>To correct</source>
        <translation>ต้องแก้ไข</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>แก้ไขแล้ว</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>ตัวกรอง</translation>
    </message>
    <message>
        <source>Whole checklist</source>
        <translation>ทั้งแบบตรวจ</translation>
    </message>
</context>
<context>
    <name>FormView</name>
    <message>
        <source>Questions</source>
        <translation>ข้อตรวจ</translation>
    </message>
</context>
<context>
    <name>GreenSection</name>
    <message>
        <source>Not certified as Green Industry</source>
        <translation>ยังไม่ได้รับรองอุตสาหกรรมสีเขียว</translation>
    </message>
    <message>
        <source>{0} · expired on {1}</source>
        <translation>{0} · หมดอายุเมื่อ {1}</translation>
    </message>
    <message>
        <source>{0} · until {1}</source>
        <translation>{0} · ถึง {1}</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>Help</source>
        <translation>ช่วยเหลือ</translation>
    </message>
</context>
<context>
    <name>HistorySheet</name>
    <message>
        <source>History</source>
        <translation>ประวัติ</translation>
    </message>
    <message>
        <source>When</source>
        <translation>เมื่อใด</translation>
    </message>
    <message>
        <source>What</source>
        <translation>สิ่งที่บันทึก</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>ปิด</translation>
    </message>
    <message>
        <source>The chosen one in full</source>
        <translation>รายละเอียดของรายการที่เลือก</translation>
    </message>
    <message>
        <source>Nothing was written here yet</source>
        <translation>ยังไม่มีการบันทึก</translation>
    </message>
    <message>
        <source>this laptop</source>
        <translation>เครื่องนี้</translation>
    </message>
    <message>
        <source>Somebody without a name</source>
        <translation>ผู้ไม่ระบุชื่อ</translation>
    </message>
    <message numerus="yes">
        <source>Decided between %n values</source>
        <translation>
            <numerusform>ตัดสินจาก %n ค่า</numerusform>
        </translation>
    </message>
    <message>
        <source>At the same time as {0}</source>
        <translation>บันทึกพร้อมกับ {0}</translation>
    </message>
    <message>
        <source>Reason: {0}</source>
        <translation>เหตุผล: {0}</translation>
    </message>
    <message>
        <source>Written for the first time</source>
        <translation>บันทึกครั้งแรก</translation>
    </message>
    <message>
        <source>Held back on this laptop</source>
        <translation>พักการส่งไว้ในเครื่องนี้</translation>
    </message>
    <message>
        <source>Not at the office yet</source>
        <translation>ยังไม่ถึงสำนักงาน</translation>
    </message>
    <message>
        <source>At the office</source>
        <translation>ถึงสำนักงานแล้ว</translation>
    </message>
    <message>
        <source>At the office since {0}</source>
        <translation>ถึงสำนักงานแล้วเมื่อ {0}</translation>
    </message>
    <message>
        <source>History (Ctrl+H)</source>
        <translation>ประวัติ (Ctrl+H)</translation>
    </message>
</context>
<context>
    <name>ImportPreview</name>
    <message>
        <source>New</source>
        <translation>ใหม่</translation>
    </message>
    <message>
        <source>not here yet</source>
        <translation>ยังไม่มีในเครื่องนี้</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>เปลี่ยนแปลง</translation>
    </message>
    <message>
        <source>the file says something else</source>
        <translation>ไฟล์ระบุค่าต่างไป</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>เหมือนเดิม</translation>
    </message>
    <message>
        <source>nothing to write</source>
        <translation>ไม่ต้องบันทึก</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>ไม่นำเข้า</translation>
    </message>
    <message>
        <source>stay out, with the reason</source>
        <translation>ระบุเหตุผลไว้แล้ว</translation>
    </message>
    <message>
        <source>What the table shows</source>
        <translation>สิ่งที่ตารางแสดง</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>แผ่นงาน</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>แถว</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>คอลัมน์</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>เหตุผล</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>ช่องข้อมูล</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>เดิม</translation>
    </message>
    <message>
        <source>After</source>
        <translation>ใหม่</translation>
    </message>
    <message>
        <source>Details of the import</source>
        <translation>รายละเอียดการนำเข้า</translation>
    </message>
    <message>
        <source>Rejected {0}</source>
        <translation>ไม่นำเข้า {0}</translation>
    </message>
    <message>
        <source>Changed {0}</source>
        <translation>เปลี่ยนแปลง {0}</translation>
    </message>
    <message>
        <source>Remarks {0}</source>
        <translation>ข้อสังเกต {0}</translation>
    </message>
    <message>
        <source>New {0}</source>
        <translation>ใหม่ {0}</translation>
    </message>
</context>
<context>
    <name>ImportSheet</name>
    <message>
        <source>Back to the register</source>
        <translation>กลับไปที่ทะเบียน</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>เลือกไฟล์อื่น</translation>
    </message>
    <message>
        <source>Choose the office&apos;s register</source>
        <translation>เลือกไฟล์ทะเบียนของสำนักงาน</translation>
    </message>
    <message>
        <source>An Excel or CSV file. You see what would change before anything is written.</source>
        <translation>ไฟล์ Excel หรือ CSV จะแสดงสิ่งที่จะเปลี่ยนก่อนบันทึกทุกครั้ง</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>เลือกไฟล์</translation>
    </message>
    <message>
        <source>Cells copied in Excel are pasted into the list with Ctrl+V.</source>
        <translation>เซลล์ที่คัดลอกจาก Excel วางในรายการได้ด้วย Ctrl+V</translation>
    </message>
    <message>
        <source>Register (*.xlsx *.xlsm *.csv)</source>
        <translation>ทะเบียน (*.xlsx *.xlsm *.csv)</translation>
    </message>
    <message>
        <source>Reading the register</source>
        <translation>กำลังอ่านทะเบียน</translation>
    </message>
    <message>
        <source>No register was imported on this machine yet</source>
        <translation>เครื่องนี้ยังไม่เคยนำเข้าทะเบียน</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message numerus="yes">
        <source>Import %n factory(ies)</source>
        <translation>
            <numerusform>นำเข้า %n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>คลิปบอร์ด</translation>
    </message>
    <message>
        <source>Nothing to import</source>
        <translation>ไม่มีรายการที่ต้องนำเข้า</translation>
    </message>
    <message>
        <source>Pasted rows: {0}</source>
        <translation>แถวที่วาง: {0}</translation>
    </message>
    <message>
        <source>Writing the register</source>
        <translation>กำลังบันทึกทะเบียน</translation>
    </message>
    <message>
        <source>{0} new, {1} changed, {2} unchanged, {3} rejected</source>
        <translation>ใหม่ {0} เปลี่ยน {1} เหมือนเดิม {2} ไม่นำเข้า {3}</translation>
    </message>
    <message>
        <source>The register is imported</source>
        <translation>นำเข้าทะเบียนแล้ว</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>เลิกทำ</translation>
    </message>
    <message>
        <source>{0} taken away, {1} as before</source>
        <translation>เอาออก {0} แห่ง คืนค่าเดิม {1} แห่ง</translation>
    </message>
    <message>
        <source>Left as they are, because they were worked on since: {0} ({1})</source>
        <translation>คงไว้เพราะมีการแก้ไขหลังนำเข้า: {0} แห่ง ({1})</translation>
    </message>
    <message>
        <source>The import is undone</source>
        <translation>เลิกทำการนำเข้าแล้ว</translation>
    </message>
</context>
<context>
    <name>IndicatorTable</name>
    <message>
        <source>Indicator</source>
        <translation>ตัวชี้วัด</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>ค่า</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>นับได้</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>เป้าหมาย</translation>
    </message>
    <message>
        <source>State</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>{0} to go</source>
        <translation>ขาดอีก {0}</translation>
    </message>
</context>
<context>
    <name>InspectionList</name>
    <message>
        <source>Factory or number</source>
        <translation>โรงงาน เลขที่</translation>
    </message>
    <message>
        <source>Inspections</source>
        <translation>การตรวจ</translation>
    </message>
    <message>
        <source>Delete the chosen drafts (Delete)</source>
        <translation>ลบฉบับร่างที่เลือก (Delete)</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>กู้คืน</translation>
    </message>
    <message>
        <source>No inspection yet</source>
        <translation>ยังไม่มีการตรวจ</translation>
    </message>
    <message>
        <source>Open the register</source>
        <translation>เปิดทะเบียนโรงงาน</translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) in the bin</source>
        <translation>
            <numerusform>ย้ายฉบับร่าง %n รายการไปถังขยะ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) restored</source>
        <translation>
            <numerusform>กู้คืนฉบับร่าง %n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>แบบตรวจ</translation>
    </message>
    <message>
        <source>version {0}</source>
        <translation>รุ่น {0}</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>วันที่</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>ผู้ตรวจ</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>ข้อบกพร่อง</translation>
    </message>
    <message>
        <source>State</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>เลขทะเบียน</translation>
    </message>
    <message>
        <source>District</source>
        <translation>อำเภอ</translation>
    </message>
    <message>
        <source>Closed on</source>
        <translation>ปิดเมื่อ</translation>
    </message>
    <message>
        <source>No inspection fits</source>
        <translation>ไม่พบการตรวจ</translation>
    </message>
    <message>
        <source>Nothing is left with this search and filter</source>
        <translation>ไม่มีรายการตามคำค้นและตัวกรองนี้</translation>
    </message>
    <message>
        <source>Show all inspections</source>
        <translation>แสดงทั้งหมด</translation>
    </message>
    <message numerus="yes">
        <source>%n inspection(s)</source>
        <translation>
            <numerusform>%n ครั้ง</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a factory in the register and start, or import (Ctrl+Shift+I)</source>
        <translation>เลือกโรงงานในทะเบียนแล้วเริ่มตรวจ หรือนำเข้า (Ctrl+Shift+I)</translation>
    </message>
    <message>
        <source>In the bin {0}</source>
        <translation>ถังขยะ {0}</translation>
    </message>
    <message>
        <source>All {0}</source>
        <translation>ทั้งหมด {0}</translation>
    </message>
    <message>
        <source>In progress {0}</source>
        <translation>กำลังตรวจ {0}</translation>
    </message>
    <message>
        <source>Closed {0}</source>
        <translation>ปิดแล้ว {0}</translation>
    </message>
</context>
<context>
    <name>InspectionPage</name>
    <message>
        <source>Import inspections of another program (Ctrl+Shift+I)</source>
        <translation>นำเข้าการตรวจจากโปรแกรมอื่น (Ctrl+Shift+I)</translation>
    </message>
    <message>
        <source>Open the factory file (Ctrl+O)</source>
        <translation>เปิดแฟ้มโรงงาน (Ctrl+O)</translation>
    </message>
    <message>
        <source>Record of the inspection as PDF (Ctrl+P)</source>
        <translation>บันทึกการตรวจเป็น PDF (Ctrl+P)</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>ยกเลิก</translation>
    </message>
    <message>
        <source>Somebody changed it since; it stays as it is now</source>
        <translation>มีผู้แก้ไขหลังจากนั้น จึงคงไว้ตามปัจจุบัน</translation>
    </message>
    <message>
        <source>Taken back: {0}</source>
        <translation>ยกเลิกแล้ว: {0}</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>เลือกไฟล์</translation>
    </message>
    <message>
        <source>Choose the folder of the photos</source>
        <translation>เลือกโฟลเดอร์ภาพ</translation>
    </message>
    <message>
        <source>The inspection is closed and sealed</source>
        <translation>ปิดการตรวจและผนึกแล้ว</translation>
    </message>
    <message>
        <source>Seal {0}. Sync when the office&apos;s network is there.</source>
        <translation>รหัสผนึก {0} ซิงก์เมื่อมีเครือข่ายของสำนักงาน</translation>
    </message>
</context>
<context>
    <name>InstrumentFields</name>
    <message>
        <source>Instrument</source>
        <translation>เครื่องมือวัด</translation>
    </message>
    <message>
        <source>Serial no.</source>
        <translation>หมายเลขเครื่อง</translation>
    </message>
    <message>
        <source>Calibrated on</source>
        <translation>สอบเทียบเมื่อ</translation>
    </message>
    <message>
        <source>Measured with</source>
        <translation>วัดด้วย</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>ใช้ {0}</translation>
    </message>
</context>
<context>
    <name>LaptopList</name>
    <message>
        <source>Who synced when</source>
        <translation>ใครซิงก์เมื่อใด</translation>
    </message>
    <message>
        <source>Person or computer</source>
        <translation>ชื่อคนหรือเครื่อง</translation>
    </message>
    <message numerus="yes">
        <source>%n laptop(s)</source>
        <translation>
            <numerusform>%n เครื่อง</numerusform>
        </translation>
    </message>
    <message>
        <source>No laptop here</source>
        <translation>ไม่มีเครื่อง</translation>
    </message>
    <message>
        <source>The centre names the laptops of your provinces</source>
        <translation>ศูนย์ข้อมูลแจ้งเครื่องในจังหวัดของท่าน</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>แสดงทั้งหมด</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>คัดลอก %n แถวแล้ว</numerusform>
        </translation>
    </message>
    <message>
        <source>Ask the centre</source>
        <translation>ถามศูนย์ข้อมูล</translation>
    </message>
    <message>
        <source>Not for a week {0}</source>
        <translation>เกินหนึ่งสัปดาห์ {0}</translation>
    </message>
    <message>
        <source>All {0}</source>
        <translation>ทั้งหมด {0}</translation>
    </message>
    <message>
        <source>As the centre said: {0}</source>
        <translation>ตามที่ศูนย์ข้อมูลแจ้งเมื่อ {0}</translation>
    </message>
    <message>
        <source>The centre was not asked yet</source>
        <translation>ยังไม่ได้ถามศูนย์ข้อมูล</translation>
    </message>
    <message>
        <source>Shut out</source>
        <translation>ยกเลิกแล้ว</translation>
    </message>
    <message>
        <source>Clock is wrong</source>
        <translation>นาฬิกาไม่ตรง</translation>
    </message>
    <message>
        <source>Not for a week</source>
        <translation>เกินหนึ่งสัปดาห์</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>ปกติ</translation>
    </message>
    <message>
        <source>never</source>
        <translation>ยังไม่เคย</translation>
    </message>
    <message>
        <source>{0} (this laptop)</source>
        <translation>{0} (เครื่องนี้)</translation>
    </message>
    <message>
        <source>all</source>
        <translation>ทั้งหมด</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>ใคร</translation>
    </message>
    <message>
        <source>Last sync</source>
        <translation>ซิงก์ล่าสุด</translation>
    </message>
    <message>
        <source>State</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>Provinces</source>
        <translation>จังหวัด</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>รุ่นโปรแกรม</translation>
    </message>
</context>
<context>
    <name>LastTimePart</name>
    <message>
        <source>Failed last time: look at it anew</source>
        <translation>ครั้งก่อนไม่ผ่าน ให้ตรวจใหม่</translation>
    </message>
    <message>
        <source>Last time: {0} · {1}</source>
        <translation>ครั้งก่อน: {0} · {1}</translation>
    </message>
    <message>
        <source>answer at the office</source>
        <translation>คำตอบอยู่ที่สำนักงาน</translation>
    </message>
    <message>
        <source>Note then: {0}</source>
        <translation>หมายเหตุครั้งก่อน: {0}</translation>
    </message>
    <message>
        <source>a row without a name</source>
        <translation>รายการที่ไม่มีชื่อ</translation>
    </message>
    <message>
        <source>Last time, not found here: {0} · {1}</source>
        <translation>ครั้งก่อนมี แต่ไม่พบในรายการนี้: {0} · {1}</translation>
    </message>
    <message>
        <source>Two rows are called “{0}”: last time cannot be told apart</source>
        <translation>มีสองรายการชื่อ “{0}” จึงบอกไม่ได้ว่าครั้งก่อนเป็นรายการใด</translation>
    </message>
    <message>
        <source>Name the row first: last time is found by its name</source>
        <translation>ใส่ชื่อรายการก่อน จึงจะเห็นคำตอบครั้งก่อน</translation>
    </message>
    <message>
        <source>This row is new</source>
        <translation>รายการนี้มาใหม่</translation>
    </message>
    <message>
        <source>Failed last time: {0}</source>
        <translation>ครั้งก่อนไม่ผ่าน: {0}</translation>
    </message>
</context>
<context>
    <name>LetterSheet</name>
    <message>
        <source>Letter</source>
        <translation>หนังสือ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Save as a text document</source>
        <translation>บันทึกเป็นไฟล์เอกสาร</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>บันทึกเป็น PDF</translation>
    </message>
    <message>
        <source>As issued and kept with the order. SHA-256 {0}</source>
        <translation>ฉบับที่ออกแล้ว เก็บไว้กับคำสั่ง SHA-256 {0}</translation>
    </message>
    <message>
        <source>A draft: number and day come when the order is issued.</source>
        <translation>ฉบับร่าง เลขที่และวันที่จะมีเมื่อออกคำสั่ง</translation>
    </message>
    <message>
        <source>Save the letter</source>
        <translation>บันทึกหนังสือ</translation>
    </message>
    <message>
        <source>Text document (*.docx)</source>
        <translation>ไฟล์เอกสาร (*.docx)</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>Loudness</source>
        <translation>ความดัง</translation>
    </message>
</context>
<context>
    <name>LineChart</name>
    <message>
        <source>Values over the years</source>
        <translation>ค่าตามเวลา</translation>
    </message>
</context>
<context>
    <name>LineEditor</name>
    <message>
        <source>15/2/2024 13:30, or t for now</source>
        <translation>15/2/2567 13.30 หรือ t สำหรับตอนนี้</translation>
    </message>
</context>
<context>
    <name>LinkEditor</name>
    <message>
        <source>Type part of a name or number</source>
        <translation>พิมพ์ส่วนของชื่อหรือเลขที่</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Try again</source>
        <translation>ลองอีกครั้ง</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>เปิดหน้าเข้าสู่ระบบ</translation>
    </message>
    <message>
        <source>The daily export is written</source>
        <translation>เขียนไฟล์ส่งออกประจำวันแล้ว</translation>
    </message>
    <message>
        <source>The program made a mistake</source>
        <translation>โปรแกรมทำงานผิดพลาด</translation>
    </message>
    <message>
        <source>What you saved is safe. The place is written in the log for the help desk.</source>
        <translation>ข้อมูลที่บันทึกแล้วยังอยู่ครบ จุดที่ผิดพลาดจดไว้ในบันทึกสำหรับผู้ดูแลระบบแล้ว</translation>
    </message>
</context>
<context>
    <name>MeasuredSection</name>
    <message>
        <source>Measured</source>
        <translation>รายการที่วัด</translation>
    </message>
    <message>
        <source>Last value</source>
        <translation>ค่าล่าสุด</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>เกณฑ์</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>ครั้ง</translation>
    </message>
    <message>
        <source>Measured values</source>
        <translation>ค่าที่วัดได้</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>วันที่</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>ค่า</translation>
    </message>
    <message>
        <source>All values</source>
        <translation>ค่าทั้งหมด</translation>
    </message>
    <message>
        <source>Nothing was measured yet</source>
        <translation>ยังไม่มีค่าที่วัด</translation>
    </message>
    <message>
        <source>{0} · outside the limit</source>
        <translation>{0} · ไม่ผ่านเกณฑ์</translation>
    </message>
</context>
<context>
    <name>MeasurementPart</name>
    <message>
        <source>Earlier values</source>
        <translation>ค่าครั้งก่อน ๆ</translation>
    </message>
</context>
<context>
    <name>MemoControl</name>
    <message>
        <source>Word memo of the chosen inspection</source>
        <translation>บันทึกข้อความ (Word) ของการตรวจที่เลือก</translation>
    </message>
    <message>
        <source>Memo {0}</source>
        <translation>บันทึกข้อความ {0}</translation>
    </message>
    <message>
        <source>Save the memo as</source>
        <translation>บันทึกไปที่</translation>
    </message>
    <message>
        <source>Word document (*.docx)</source>
        <translation>เอกสาร Word (*.docx)</translation>
    </message>
    <message>
        <source>The memo is written</source>
        <translation>สร้างบันทึกข้อความแล้ว</translation>
    </message>
</context>
<context>
    <name>MergeSheet</name>
    <message>
        <source>Merge with another registration</source>
        <translation>รวมกับทะเบียนอื่น</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>รวม</translation>
    </message>
    <message>
        <source>For one factory that is registered twice. Its numbers go on to find it.</source>
        <translation>ใช้เมื่อโรงงานเดียวมีสองทะเบียน เลขเดิมยังค้นพบได้</translation>
    </message>
    <message>
        <source>Which one stays</source>
        <translation>โรงงานที่คงไว้</translation>
    </message>
    <message>
        <source>The other one</source>
        <translation>อีกแห่ง</translation>
    </message>
    <message>
        <source>This one</source>
        <translation>แห่งนี้</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close message</source>
        <translation>ปิดข้อความ</translation>
    </message>
</context>
<context>
    <name>MindSection</name>
    <message>
        <source>MIND, four dimensions</source>
        <translation>MIND 4 มิติ</translation>
    </message>
    <message>
        <source>Not assessed yet</source>
        <translation>ยังไม่ได้ประเมิน</translation>
    </message>
    <message numerus="yes">
        <source>{0} of 100, from %n dimension(s)</source>
        <translation>
            <numerusform>{0} จาก 100 จาก %n มิติ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MonthPopup</name>
    <message>
        <source>Month before</source>
        <translation>เดือนก่อน</translation>
    </message>
    <message>
        <source>Month after</source>
        <translation>เดือนถัดไป</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>วันนี้</translation>
    </message>
</context>
<context>
    <name>NameField</name>
    <message>
        <source>Name and surname of the inspector</source>
        <translation>ชื่อ นามสกุลของผู้ตรวจ</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>บันทึก</translation>
    </message>
    <message>
        <source>Keep the name</source>
        <translation>บันทึกชื่อผู้ตรวจ</translation>
    </message>
</context>
<context>
    <name>OrderBin</name>
    <message>
        <source>In the bin</source>
        <translation>ในถังขยะ</translation>
    </message>
    <message>
        <source>Factory or number</source>
        <translation>โรงงานหรือเลขที่</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>The bin is empty</source>
        <translation>ถังขยะว่าง</translation>
    </message>
    <message>
        <source>What you delete waits here and can be restored</source>
        <translation>สิ่งที่ลบจะรออยู่ที่นี่ กู้คืนได้</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>แสดงทั้งหมด</translation>
    </message>
    <message>
        <source>What was deleted</source>
        <translation>สิ่งที่ลบ</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>คำสั่ง</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>วันที่</translation>
    </message>
    <message>
        <source>Orders {0}</source>
        <translation>คำสั่ง {0}</translation>
    </message>
    <message>
        <source>Steps {0}</source>
        <translation>ขั้นตอน {0}</translation>
    </message>
    <message>
        <source>All {0}</source>
        <translation>ทั้งหมด {0}</translation>
    </message>
</context>
<context>
    <name>OrderDesk</name>
    <message>
        <source>The order is drafted</source>
        <translation>ร่างคำสั่งแล้ว</translation>
    </message>
    <message>
        <source>The draft is changed</source>
        <translation>แก้ไขร่างแล้ว</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>บันทึกแล้ว</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>แก้ไขแล้ว</translation>
    </message>
    <message>
        <source>The step is in the bin</source>
        <translation>ย้ายขั้นตอนลงถังขยะแล้ว</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) in the bin</source>
        <translation>
            <numerusform>ย้ายคำสั่ง %n ฉบับลงถังขยะแล้ว</numerusform>
        </translation>
    </message>
    <message>
        <source>Restored</source>
        <translation>กู้คืนแล้ว</translation>
    </message>
    <message>
        <source>Choose photos after the correction</source>
        <translation>เลือกภาพหลังแก้ไข</translation>
    </message>
    <message>
        <source>The photo is added</source>
        <translation>เพิ่มภาพแล้ว</translation>
    </message>
    <message>
        <source>The letter is written</source>
        <translation>บันทึกหนังสือแล้ว</translation>
    </message>
</context>
<context>
    <name>OrderList</name>
    <message>
        <source>Orders</source>
        <translation>คำสั่ง</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n ฉบับ</numerusform>
        </translation>
    </message>
    <message>
        <source>No order fits</source>
        <translation>ไม่พบคำสั่ง</translation>
    </message>
    <message>
        <source>Draft one from chosen findings, or take the filter away</source>
        <translation>ร่างคำสั่งจากข้อบกพร่องที่เลือก หรือเอาตัวกรองออก</translation>
    </message>
    <message>
        <source>Show all orders</source>
        <translation>แสดงทั้งหมด</translation>
    </message>
    <message>
        <source>Active {0}</source>
        <translation>ยังไม่ยุติ {0}</translation>
    </message>
    <message>
        <source>Due soon {0}</source>
        <translation>ใกล้กำหนด {0}</translation>
    </message>
    <message>
        <source>Overdue {0}</source>
        <translation>เกินกำหนด {0}</translation>
    </message>
    <message>
        <source>Factory, number or person</source>
        <translation>โรงงาน เลขที่ หรือชื่อคน</translation>
    </message>
    <message>
        <source>Not received {0}</source>
        <translation>รอใบตอบรับ {0}</translation>
    </message>
    <message>
        <source>Appealed {0}</source>
        <translation>อุทธรณ์ {0}</translation>
    </message>
    <message>
        <source>Prosecuted {0}</source>
        <translation>ดำเนินคดี {0}</translation>
    </message>
    <message>
        <source>To verify {0}</source>
        <translation>รอตรวจซ้ำ {0}</translation>
    </message>
    <message>
        <source>All {0}</source>
        <translation>ทั้งหมด {0}</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>คำสั่ง</translation>
    </message>
    <message>
        <source>State</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>To be corrected by</source>
        <translation>กำหนดแล้วเสร็จ</translation>
    </message>
    <message>
        <source>Fine (baht)</source>
        <translation>ค่าปรับ (บาท)</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>ออกเมื่อ</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>ได้รับเมื่อ</translation>
    </message>
    <message>
        <source>Extended to</source>
        <translation>ขยายถึง</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>มาตรา</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>เลขทะเบียน</translation>
    </message>
    <message>
        <source>District</source>
        <translation>อำเภอ</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>ผู้รับผิดชอบ</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>ข้อบกพร่อง %n ข้อ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderPane</name>
    <message>
        <source>Details of the order</source>
        <translation>รายละเอียดคำสั่ง</translation>
    </message>
    <message>
        <source>No order chosen</source>
        <translation>ยังไม่ได้เลือกคำสั่ง</translation>
    </message>
    <message>
        <source>Choose one in the list to see it here</source>
        <translation>เลือกจากรายการเพื่อดูที่นี่</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>ความเป็นมา</translation>
    </message>
    <message>
        <source>Nothing yet: the order is a draft</source>
        <translation>ยังไม่มี คำสั่งเป็นฉบับร่าง</translation>
    </message>
    <message>
        <source>Findings and evidence</source>
        <translation>ข้อบกพร่องและหลักฐาน</translation>
    </message>
    <message>
        <source>Record what happened</source>
        <translation>บันทึกความคืบหน้า</translation>
    </message>
    <message>
        <source>Follow-up visit</source>
        <translation>ตรวจติดตาม</translation>
    </message>
    <message>
        <source>Start the visit that looks whether it was put right</source>
        <translation>เริ่มการตรวจว่าแก้ไขตามคำสั่งแล้วหรือไม่</translation>
    </message>
    <message>
        <source>Edit the draft</source>
        <translation>แก้ไขร่าง</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>หนังสือ</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>เลขทะเบียน</translation>
    </message>
    <message>
        <source>District</source>
        <translation>อำเภอ</translation>
    </message>
    <message>
        <source>Days given</source>
        <translation>ให้เวลา (วัน)</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>ออกเมื่อ</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>ผู้ลงนาม</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>ได้รับเมื่อ</translation>
    </message>
    <message>
        <source>Received by</source>
        <translation>ผู้รับ</translation>
    </message>
    <message>
        <source>Correct by</source>
        <translation>กำหนดแล้วเสร็จ</translation>
    </message>
    <message>
        <source>Fine (baht)</source>
        <translation>ค่าปรับ (บาท)</translation>
    </message>
    <message>
        <source>Wording</source>
        <translation>ข้อความคำสั่ง</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>ถึง {0}</translation>
    </message>
    <message>
        <source>{0} baht</source>
        <translation>{0} บาท</translation>
    </message>
</context>
<context>
    <name>OrderSheet</name>
    <message>
        <source>Draft an order</source>
        <translation>ร่างคำสั่ง</translation>
    </message>
    <message>
        <source>Edit the draft</source>
        <translation>แก้ไขร่าง</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>หนังสือ</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>มาตรา</translation>
    </message>
    <message>
        <source>Days from the receipt (0 is at once)</source>
        <translation>ให้เวลากี่วันนับแต่ได้รับ (0 คือทันที)</translation>
    </message>
    <message>
        <source>Wording</source>
        <translation>ข้อความคำสั่ง</translation>
    </message>
    <message>
        <source>Nobody confirmed this wording block yet (reference tables)</source>
        <translation>ข้อความมาตรฐานนี้ยังไม่ยืนยัน (หน้าตารางอ้างอิง)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Save the draft (Ctrl+Enter)</source>
        <translation>บันทึกร่าง (Ctrl+Enter)</translation>
    </message>
</context>
<context>
    <name>OrderWords</name>
    <message>
        <source>not received yet</source>
        <translation>ยังไม่ได้รับ</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Overview</source>
        <translation>ภาพรวม</translation>
    </message>
    <message>
        <source>Factory register</source>
        <translation>ทะเบียนโรงงาน</translation>
    </message>
    <message>
        <source>Factory file</source>
        <translation>แฟ้มโรงงาน</translation>
    </message>
    <message>
        <source>Inspection plan</source>
        <translation>แผนการตรวจ</translation>
    </message>
    <message>
        <source>Inspections</source>
        <translation>ตรวจโรงงาน</translation>
    </message>
    <message>
        <source>Findings and orders</source>
        <translation>ข้อบกพร่องและคำสั่ง</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>งานติดตาม</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>รายงาน</translation>
    </message>
    <message>
        <source>Checklists</source>
        <translation>แบบตรวจ</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>ซิงก์ข้อมูล</translation>
    </message>
    <message>
        <source>Reference tables</source>
        <translation>ตารางอ้างอิง</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>ตั้งค่า</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>ช่วยเหลือ</translation>
    </message>
</context>
<context>
    <name>PaperSheet</name>
    <message>
        <source>Print on paper</source>
        <translation>พิมพ์ลงกระดาษ</translation>
    </message>
    <message>
        <source>A PDF for A4 paper with boxes and lines, to be filled with a pen.</source>
        <translation>ไฟล์ PDF ขนาด A4 มีช่องกาและเส้นสำหรับกรอกด้วยปากกา</translation>
    </message>
    <message>
        <source>Language of the paper</source>
        <translation>ภาษาบนกระดาษ</translation>
    </message>
    <message>
        <source>Factory (empty: lines to write on)</source>
        <translation>โรงงาน (ว่างไว้ = เว้นเส้นให้เขียน)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>บันทึกเป็น PDF</translation>
    </message>
    <message>
        <source>back</source>
        <translation>กลับ</translation>
    </message>
</context>
<context>
    <name>PassphraseSheet</name>
    <message>
        <source>Present passphrase</source>
        <translation>รหัสผ่านปัจจุบัน</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>รหัสผ่านใหม่</translation>
    </message>
    <message>
        <source>New passphrase again</source>
        <translation>รหัสผ่านใหม่อีกครั้ง</translation>
    </message>
    <message>
        <source>Show what is typed</source>
        <translation>แสดงตัวอักษร</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>The two are not the same</source>
        <translation>รหัสผ่านใหม่สองครั้งไม่ตรงกัน</translation>
    </message>
</context>
<context>
    <name>PastImports</name>
    <message>
        <source>Earlier imports</source>
        <translation>การนำเข้าที่ผ่านมา</translation>
    </message>
    <message>
        <source>new {0} · changed {1} · rejected {2}</source>
        <translation>ใหม่ {0} · เปลี่ยน {1} · ไม่นำเข้า {2}</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>เลิกทำแล้ว</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>เลิกทำ</translation>
    </message>
    <message>
        <source>Undo the import of {0}</source>
        <translation>เลิกทำการนำเข้า {0}</translation>
    </message>
</context>
<context>
    <name>PdfSaving</name>
    <message>
        <source>Save as PDF</source>
        <translation>บันทึกเป็น PDF</translation>
    </message>
    <message>
        <source>PDF document (*.pdf)</source>
        <translation>เอกสาร PDF (*.pdf)</translation>
    </message>
    <message>
        <source>The document is ready to be printed</source>
        <translation>เอกสารพร้อมพิมพ์แล้ว</translation>
    </message>
</context>
<context>
    <name>PeerImportSheet</name>
    <message>
        <source>Back to the inspections</source>
        <translation>กลับไปที่รายการตรวจ</translation>
    </message>
    <message>
        <source>Choose inspections of another program</source>
        <translation>เลือกการตรวจจากโปรแกรมอื่น</translation>
    </message>
    <message>
        <source>ODK Central, KoboToolbox, SafetyCulture or ODK Collect. They become drafts to be signed.</source>
        <translation>ODK Central, KoboToolbox, SafetyCulture หรือ ODK Collect เข้ามาเป็นร่างที่ต้องลงนาม</translation>
    </message>
    <message>
        <source>Inspections (*.zip *.xlsx *.csv *.xml)</source>
        <translation>การตรวจ (*.zip *.xlsx *.csv *.xml)</translation>
    </message>
    <message>
        <source>Reading the inspections</source>
        <translation>กำลังอ่านการตรวจ</translation>
    </message>
    <message>
        <source>Writing the inspections</source>
        <translation>กำลังบันทึกการตรวจ</translation>
    </message>
    <message>
        <source>The inspections are imported as drafts</source>
        <translation>นำเข้าการตรวจเป็นร่างแล้ว</translation>
    </message>
    <message>
        <source>No inspections were imported on this machine yet</source>
        <translation>ยังไม่มีการนำเข้าการตรวจในเครื่องนี้</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message numerus="yes">
        <source>Import %n inspection(s)</source>
        <translation>
            <numerusform>นำเข้าการตรวจ %n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>แบบตรวจ</translation>
    </message>
    <message>
        <source>Column of the factory number</source>
        <translation>คอลัมน์เลขทะเบียนโรงงาน</translation>
    </message>
    <message>
        <source>Folder of ODK Collect</source>
        <translation>โฟลเดอร์ของ ODK Collect</translation>
    </message>
    <message>
        <source>Folder of the photos</source>
        <translation>โฟลเดอร์ของรูป</translation>
    </message>
    <message>
        <source>Folder of the photos; none: those in the file</source>
        <translation>โฟลเดอร์ของรูป ไม่ระบุ: ใช้รูปในไฟล์</translation>
    </message>
    <message>
        <source>Factory number in</source>
        <translation>เลขทะเบียนโรงงานอยู่ใน</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>รูป</translation>
    </message>
    <message>
        <source>ODK Collect</source>
        <translation>ODK Collect</translation>
    </message>
    <message>
        <source>In place of a file: the folder “instances” of ODK Collect, or an unpacked export of Central</source>
        <translation>แทนไฟล์: โฟลเดอร์ instances ของ ODK Collect หรือไฟล์ส่งออกของ Central ที่แตกแล้ว</translation>
    </message>
    <message>
        <source>Folder of</source>
        <translation>โฟลเดอร์ของ</translation>
    </message>
    <message>
        <source>as the file says</source>
        <translation>ตามที่ไฟล์ระบุ</translation>
    </message>
    <message>
        <source>Choose the folder of the inspections</source>
        <translation>เลือกโฟลเดอร์ของการตรวจ</translation>
    </message>
    <message>
        <source>Choose the folder of the photos</source>
        <translation>เลือกโฟลเดอร์รูป</translation>
    </message>
</context>
<context>
    <name>PhotoSection</name>
    <message>
        <source>Photos</source>
        <translation>ภาพถ่าย</translation>
    </message>
    <message>
        <source>No photo was taken here yet</source>
        <translation>ยังไม่มีภาพถ่าย</translation>
    </message>
</context>
<context>
    <name>PhotoTitle</name>
    <message>
        <source>Photos</source>
        <translation>ภาพถ่าย</translation>
    </message>
    <message>
        <source>Photos of a camera&apos;s card or a folder (Ctrl+I)</source>
        <translation>ภาพจากการ์ดกล้องหรือโฟลเดอร์ (Ctrl+I)</translation>
    </message>
</context>
<context>
    <name>PlaceSheet</name>
    <message>
        <source>aim</source>
        <translation>เล็ง</translation>
    </message>
    <message>
        <source>put a point</source>
        <translation>วางจุด</translation>
    </message>
    <message>
        <source>take it back</source>
        <translation>ถอนจุด</translation>
    </message>
    <message>
        <source>zoom</source>
        <translation>ย่อขยาย</translation>
    </message>
    <message>
        <source>factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>move a point</source>
        <translation>ย้ายจุด</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>เก็บ</translation>
    </message>
    <message>
        <source>Leave unchanged</source>
        <translation>กลับโดยไม่แก้</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>เก็บคำตอบ</translation>
    </message>
    <message>
        <source>Outside of the approximate outline of {0}: check it</source>
        <translation>อยู่นอกขอบเขตโดยประมาณของจังหวัด{0} ตรวจอีกครั้ง</translation>
    </message>
    <message>
        <source>about sub-district {0}, district {1}</source>
        <translation>ประมาณตำบล{0} อำเภอ{1}</translation>
    </message>
    <message>
        <source>{0} m from the factory</source>
        <translation>ห่างจากโรงงาน {0} ม.</translation>
    </message>
    <message>
        <source>{0} km from the factory</source>
        <translation>ห่างจากโรงงาน {0} กม.</translation>
    </message>
    <message>
        <source>a pixel is {0} m: zoom in with +</source>
        <translation>หนึ่งพิกเซลเท่ากับ {0} ม. กด + เพื่อขยาย</translation>
    </message>
</context>
<context>
    <name>Plan</name>
    <message>
        <source>Planned</source>
        <translation>ตามแผน</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>วันนี้</translation>
    </message>
    <message>
        <source>Day has passed</source>
        <translation>เลยกำหนด</translation>
    </message>
    <message>
        <source>Postponed</source>
        <translation>เลื่อน</translation>
    </message>
    <message>
        <source>No day yet</source>
        <translation>ยังไม่มีวัน</translation>
    </message>
    <message>
        <source>Inspected</source>
        <translation>ตรวจแล้ว</translation>
    </message>
    <message>
        <source>Taken off</source>
        <translation>ตัดออก</translation>
    </message>
    <message>
        <source>Not in the plan</source>
        <translation>ยังไม่อยู่ในแผน</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>ถังขยะ</translation>
    </message>
</context>
<context>
    <name>PlanEdits</name>
    <message numerus="yes">
        <source>%n visit(s) planned</source>
        <translation>
            <numerusform>วางแผนแล้ว %n ครั้ง</numerusform>
        </translation>
    </message>
    <message>
        <source>no day</source>
        <translation>ไม่ระบุวัน</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) moved to {0}</source>
        <translation>
            <numerusform>ย้าย %n ครั้งไป {0} แล้ว</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) given to {0}</source>
        <translation>
            <numerusform>มอบ %n ครั้งให้ {0} แล้ว</numerusform>
        </translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>ไม่ระบุ</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) are now: {0}</source>
        <translation>
            <numerusform>%n ครั้งเปลี่ยนเป็น: {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) postponed</source>
        <translation>
            <numerusform>เลื่อนแล้ว %n ครั้ง</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) taken off the plan</source>
        <translation>
            <numerusform>ตัดออกจากแผนแล้ว %n ครั้ง</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) planned again</source>
        <translation>
            <numerusform>กลับเข้าแผนแล้ว %n ครั้ง</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) put into the bin</source>
        <translation>
            <numerusform>ทิ้งลงถังขยะแล้ว %n ครั้ง</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) restored</source>
        <translation>
            <numerusform>กู้คืนแล้ว %n ครั้ง</numerusform>
        </translation>
    </message>
    <message>
        <source>Offices are closed on that day: {0}</source>
        <translation>วันนั้นเป็นวันหยุด: {0}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>เลิกทำ</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>ไม่มีอะไรให้เลิกทำ</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were changed since and stay</source>
        <translation>
            <numerusform>มี %n ค่าที่แก้ไปแล้วหลังจากนั้น จึงคงไว้</numerusform>
        </translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>เลิกทำแล้ว</translation>
    </message>
    <message>
        <source>No checklist for “{0}” is on this laptop</source>
        <translation>เครื่องนี้ไม่มีแบบตรวจสำหรับ “{0}”</translation>
    </message>
    <message>
        <source>Sync, or import the checklist; or choose another kind</source>
        <translation>ซิงก์หรือนำเข้าแบบตรวจ หรือเลือกประเภทอื่น</translation>
    </message>
    <message>
        <source>Plan {0}</source>
        <translation>แผน {0}</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>ส่งออกไปที่</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>สมุดงาน Excel (*.xlsx)</translation>
    </message>
    <message numerus="yes">
        <source>%n planned visit(s) written</source>
        <translation>
            <numerusform>เขียนแผนแล้ว %n ครั้ง</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}
Edit it in Excel, then press “From Excel”.</source>
        <translation>{0}
แก้ใน Excel แล้วกด “รับจาก Excel”</translation>
    </message>
</context>
<context>
    <name>PlanFilters</name>
    <message>
        <source>Fiscal year</source>
        <translation>ปีงบประมาณ</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>ค้นหา</translation>
    </message>
    <message>
        <source>Search by name or number</source>
        <translation>ค้นด้วยชื่อหรือเลขทะเบียน</translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation>ไตรมาส</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>เจ้าหน้าที่</translation>
    </message>
    <message>
        <source>District</source>
        <translation>อำเภอ</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>ความเสี่ยง</translation>
    </message>
    <message>
        <source>State of the plan</source>
        <translation>สถานะแผน</translation>
    </message>
    <message>
        <source>All quarters</source>
        <translation>ทุกไตรมาส</translation>
    </message>
    <message>
        <source>Quarter {0}</source>
        <translation>ไตรมาส {0}</translation>
    </message>
    <message>
        <source>All risks</source>
        <translation>ทุกความเสี่ยง</translation>
    </message>
    <message>
        <source>FY {0}</source>
        <translation>ปีงบ {0}</translation>
    </message>
    <message>
        <source>All officers</source>
        <translation>เจ้าหน้าที่ทุกคน</translation>
    </message>
    <message>
        <source>Without officer</source>
        <translation>ยังไม่มีเจ้าหน้าที่</translation>
    </message>
    <message>
        <source>All districts</source>
        <translation>ทุกอำเภอ</translation>
    </message>
    <message>
        <source>Plan {0}</source>
        <translation>แผน {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n แถว</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanImportSheet</name>
    <message>
        <source>Back to the plan</source>
        <translation>กลับไปที่แผน</translation>
    </message>
    <message>
        <source>Choose the edited plan</source>
        <translation>เลือกไฟล์แผนที่แก้แล้ว</translation>
    </message>
    <message>
        <source>The workbook from “To Excel”. You see each cell that would change.</source>
        <translation>สมุดงานจาก “ส่งไป Excel” จะเห็นทุกช่องที่จะเปลี่ยนก่อนบันทึก</translation>
    </message>
    <message>
        <source>Plan (*.xlsx *.xlsm *.csv)</source>
        <translation>แผน (*.xlsx *.xlsm *.csv)</translation>
    </message>
    <message>
        <source>Reading the plan</source>
        <translation>กำลังอ่านแผน</translation>
    </message>
    <message>
        <source>Writing the plan</source>
        <translation>กำลังบันทึกแผน</translation>
    </message>
    <message>
        <source>The plan is imported</source>
        <translation>นำเข้าแผนแล้ว</translation>
    </message>
    <message>
        <source>No plan was imported on this machine yet</source>
        <translation>เครื่องนี้ยังไม่เคยนำเข้าแผน</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message numerus="yes">
        <source>Import %n planned visit(s)</source>
        <translation>
            <numerusform>นำเข้าแผน %n รายการ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanMonth</name>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>%n แห่ง</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanOfficers</name>
    <message>
        <source>Officers</source>
        <translation>เจ้าหน้าที่</translation>
    </message>
    <message>
        <source>Give the chosen rows to {0}</source>
        <translation>มอบแถวที่เลือกให้ {0}</translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message>
        <source>List</source>
        <translation>รายการ</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>ปฏิทิน</translation>
    </message>
    <message>
        <source>Today&apos;s visits</source>
        <translation>งานวันนี้</translation>
    </message>
    <message>
        <source>View</source>
        <translation>มุมมอง</translation>
    </message>
    <message>
        <source>Propose a plan</source>
        <translation>เสนอแผน</translation>
    </message>
    <message>
        <source>To Excel</source>
        <translation>ส่งไป Excel</translation>
    </message>
    <message>
        <source>From Excel</source>
        <translation>รับจาก Excel</translation>
    </message>
    <message>
        <source>Planned visits</source>
        <translation>แผนการตรวจ</translation>
    </message>
    <message>
        <source>No planned visit fits</source>
        <translation>ไม่มีแผนที่ตรงกัน</translation>
    </message>
    <message>
        <source>Nothing is left with this search and filter</source>
        <translation>ไม่เหลือรายการเมื่อใช้คำค้นและตัวกรองนี้</translation>
    </message>
    <message>
        <source>Show the whole plan</source>
        <translation>แสดงแผนทั้งหมด</translation>
    </message>
    <message>
        <source>This year has no plan yet</source>
        <translation>ปีนี้ยังไม่มีแผน</translation>
    </message>
    <message>
        <source>Propose one by risk, or choose factories under “Not in the plan”</source>
        <translation>ให้โปรแกรมเสนอตามความเสี่ยง หรือเลือกโรงงานใน “ยังไม่อยู่ในแผน”</translation>
    </message>
    <message>
        <source>There are no factories yet</source>
        <translation>ยังไม่มีโรงงาน</translation>
    </message>
    <message>
        <source>The plan begins with the register</source>
        <translation>แผนเริ่มจากทะเบียนโรงงาน</translation>
    </message>
    <message>
        <source>Open the register</source>
        <translation>เปิดทะเบียนโรงงาน</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) planned</source>
        <translation>
            <numerusform>วางแผนแล้ว %n ครั้ง</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanPane</name>
    <message>
        <source>Details of the planned visit</source>
        <translation>รายละเอียดแผนที่เลือก</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>ยังไม่ได้เลือก</translation>
    </message>
    <message>
        <source>Choose a row to see and change it here</source>
        <translation>เลือกแถวเพื่อดูและแก้ไขที่นี่</translation>
    </message>
    <message>
        <source>Add to the plan</source>
        <translation>เพิ่มลงแผน</translation>
    </message>
    <message>
        <source>Start inspection</source>
        <translation>เริ่มตรวจ</translation>
    </message>
    <message>
        <source>Why this risk</source>
        <translation>เหตุผลของคะแนนความเสี่ยง</translation>
    </message>
    <message>
        <source>Planned day</source>
        <translation>วันที่วางแผน</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>เจ้าหน้าที่</translation>
    </message>
    <message>
        <source>Kind of visit</source>
        <translation>ประเภทการตรวจ</translation>
    </message>
    <message>
        <source>New day, if known</source>
        <translation>วันใหม่ (ถ้ามี)</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>เหตุผล</translation>
    </message>
    <message>
        <source>Postpone</source>
        <translation>เลื่อน</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>ตัดออก</translation>
    </message>
    <message>
        <source>Plan again</source>
        <translation>กลับเข้าแผน</translation>
    </message>
    <message>
        <source>Put into the bin</source>
        <translation>ทิ้งลงถังขยะ</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>กู้คืน</translation>
    </message>
    <message>
        <source>Reason to postpone or take off</source>
        <translation>เหตุผลที่เลื่อนหรือตัดออก</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) chosen</source>
        <translation>
            <numerusform>เลือก %n แถว</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody yet</source>
        <translation>ยังไม่ระบุ</translation>
    </message>
    <message numerus="yes">
        <source>Put %n into the plan</source>
        <translation>
            <numerusform>เพิ่ม %n โรงงานลงแผน</numerusform>
        </translation>
    </message>
    <message>
        <source>Registration no. {0}</source>
        <translation>เลขทะเบียน {0}</translation>
    </message>
    <message>
        <source>Risk: {0}, {1} points</source>
        <translation>เสี่ยง{0} {1} คะแนน</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>ที่ตั้ง</translation>
    </message>
    <message>
        <source>Last inspected</source>
        <translation>ตรวจล่าสุด</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>ยังไม่เคย</translation>
    </message>
    <message>
        <source>Inspected on</source>
        <translation>ตรวจแล้วเมื่อ</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>รอบ</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>หมายเหตุ</translation>
    </message>
    <message>
        <source>No factor of risk is known</source>
        <translation>ไม่พบปัจจัยเสี่ยง</translation>
    </message>
    <message>
        <source>Not known yet: {0}</source>
        <translation>ยังไม่มีข้อมูล: {0}</translation>
    </message>
</context>
<context>
    <name>PlanProposal</name>
    <message>
        <source>Back to the plan</source>
        <translation>กลับไปที่แผน</translation>
    </message>
    <message>
        <source>Who goes when</source>
        <translation>ใครไปเมื่อไร</translation>
    </message>
    <message>
        <source>Officers, one a line</source>
        <translation>เจ้าหน้าที่ บรรทัดละคน</translation>
    </message>
    <message>
        <source>From</source>
        <translation>เริ่มวันที่</translation>
    </message>
    <message>
        <source>Factories a week, for one officer</source>
        <translation>โรงงานต่อคนต่อสัปดาห์</translation>
    </message>
    <message>
        <source>Propose</source>
        <translation>เสนอ</translation>
    </message>
    <message>
        <source>The riskiest first, then the longest not seen; one or two districts a day, no holidays. What is planned, done or taken off stays as it is.</source>
        <translation>เสี่ยงสูงก่อน แล้วไม่ได้ตรวจนานที่สุด วันละหนึ่งถึงสองอำเภอ เว้นวันหยุด ที่วางแผน ตรวจแล้ว หรือตัดออกไว้แล้ว คงตามเดิม</translation>
    </message>
    <message>
        <source>To be planned</source>
        <translation>จะเพิ่มลงแผน</translation>
    </message>
    <message>
        <source>visits with day and officer</source>
        <translation>ครั้ง มีวันและเจ้าหน้าที่</translation>
    </message>
    <message>
        <source>Days out</source>
        <translation>วันออกตรวจ</translation>
    </message>
    <message>
        <source>of all officers</source>
        <translation>ของทุกคนรวมกัน</translation>
    </message>
    <message>
        <source>Does not fit</source>
        <translation>จัดไม่ได้</translation>
    </message>
    <message>
        <source>stays without a plan</source>
        <translation>ยังไม่อยู่ในแผน</translation>
    </message>
    <message>
        <source>What the table shows</source>
        <translation>สิ่งที่ตารางแสดง</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>วันที่</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>เจ้าหน้าที่</translation>
    </message>
    <message>
        <source>District</source>
        <translation>อำเภอ</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>ความเสี่ยง</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>เหตุผล</translation>
    </message>
    <message>
        <source>Proposed plan</source>
        <translation>แผนที่เสนอ</translation>
    </message>
    <message>
        <source>Plan of the fiscal year {0}</source>
        <translation>แผนปีงบประมาณ {0}</translation>
    </message>
    <message>
        <source>To be planned {0}</source>
        <translation>จะเพิ่มลงแผน {0}</translation>
    </message>
    <message>
        <source>Does not fit {0}</source>
        <translation>จัดไม่ได้ {0}</translation>
    </message>
    <message numerus="yes">
        <source>Put %n visit(s) into the plan</source>
        <translation>
            <numerusform>เพิ่ม %n ครั้งลงแผน</numerusform>
        </translation>
    </message>
    <message>
        <source>The year owes no further visit</source>
        <translation>ปีนี้ไม่มีโรงงานที่ต้องเพิ่มแล้ว</translation>
    </message>
    <message>
        <source>No room is left this year</source>
        <translation>ปีนี้ไม่มีวันว่างเหลือ</translation>
    </message>
    <message>
        <source>Too near to its other visits</source>
        <translation>ใกล้การตรวจครั้งอื่นเกินไป</translation>
    </message>
</context>
<context>
    <name>PlanSide</name>
    <message>
        <source>Month before</source>
        <translation>เดือนก่อน</translation>
    </message>
    <message>
        <source>Month after</source>
        <translation>เดือนถัดไป</translation>
    </message>
    <message>
        <source>Show this day</source>
        <translation>ดูวันที่เลือก</translation>
    </message>
    <message>
        <source>Drag rows onto a day or an officer, or:</source>
        <translation>ลากแถวไปวางที่วันหรือเจ้าหน้าที่ หรือกด:</translation>
    </message>
    <message numerus="yes">
        <source>Plan %n row(s) on {0} (Ctrl+Enter)</source>
        <translation>
            <numerusform>วางแผน %n แถว วันที่ {0} (Ctrl+Enter)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanTable</name>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>วันที่</translation>
    </message>
    <message>
        <source>State</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>เจ้าหน้าที่</translation>
    </message>
    <message>
        <source>District</source>
        <translation>อำเภอ</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>ความเสี่ยง</translation>
    </message>
    <message>
        <source>Last inspected</source>
        <translation>ตรวจล่าสุด</translation>
    </message>
    <message>
        <source>Left the register</source>
        <translation>พ้นทะเบียน</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>ยังไม่เคย</translation>
    </message>
</context>
<context>
    <name>PlanToday</name>
    <message>
        <source>Day</source>
        <translation>วันที่</translation>
    </message>
    <message>
        <source>Day before</source>
        <translation>วันก่อน</translation>
    </message>
    <message>
        <source>Day after</source>
        <translation>วันถัดไป</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>ที่</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>ระยะทาง</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>เจ้าหน้าที่</translation>
    </message>
    <message>
        <source>To take along</source>
        <translation>ข้อมูลติดตัว</translation>
    </message>
    <message>
        <source>Visits of the day, in the order of the way</source>
        <translation>งานของวัน เรียงตามเส้นทาง</translation>
    </message>
    <message>
        <source>Nothing is planned for this day</source>
        <translation>ไม่มีแผนในวันนี้</translation>
    </message>
    <message>
        <source>Choose another day, or plan visits in the list</source>
        <translation>เลือกวันอื่น หรือวางแผนในรายการ</translation>
    </message>
    <message>
        <source>Next planned day</source>
        <translation>วันถัดไปที่มีแผน</translation>
    </message>
    <message>
        <source>Take it with me</source>
        <translation>เตรียมข้อมูลออกตรวจ</translation>
    </message>
    <message>
        <source>Fetch what is missing</source>
        <translation>รับข้อมูลที่ขาด</translation>
    </message>
    <message>
        <source>Place of the office</source>
        <translation>พิกัดสำนักงาน</translation>
    </message>
    <message>
        <source>Place of the office, or a map link</source>
        <translation>พิกัดสำนักงาน หรือลิงก์แผนที่</translation>
    </message>
    <message>
        <source>Start inspection</source>
        <translation>เริ่มตรวจ</translation>
    </message>
    <message>
        <source>No later day has a visit</source>
        <translation>หลังจากนี้ไม่มีวันที่มีแผน</translation>
    </message>
    <message>
        <source>{0}; then always the nearest. About {1} km there and back, in straight lines.</source>
        <translation>{0} แล้วไปโรงงานที่ใกล้ที่สุดทีละแห่ง ไปกลับประมาณ {1} กม. ในแนวเส้นตรง</translation>
    </message>
    <message>
        <source>{0} of {1} ready</source>
        <translation>พร้อม {0} จาก {1} แห่ง</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) to fetch</source>
        <translation>
            <numerusform>ต้องรับ %n ไฟล์</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to take along</source>
        <translation>ไม่มีข้อมูลที่ต้องเตรียม</translation>
    </message>
    <message>
        <source>never</source>
        <translation>ยังไม่เคย</translation>
    </message>
    <message>
        <source>Last exchange with the centre: {0}</source>
        <translation>ข้อมูล ณ การซิงก์ล่าสุด: {0}</translation>
    </message>
    <message>
        <source>{0} km</source>
        <translation>{0} กม.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>พร้อม</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) missing</source>
        <translation>
            <numerusform>ขาด %n ไฟล์</numerusform>
        </translation>
    </message>
    <message>
        <source>Factory or checklist missing</source>
        <translation>ขาดโรงงานหรือแบบตรวจ</translation>
    </message>
    <message>
        <source>Register as of</source>
        <translation>ทะเบียน ณ วันที่</translation>
    </message>
    <message>
        <source>Earlier inspections</source>
        <translation>การตรวจครั้งก่อน</translation>
    </message>
    <message>
        <source>Photos and files</source>
        <translation>ภาพและไฟล์</translation>
    </message>
    <message>
        <source>Open findings</source>
        <translation>ข้อบกพร่องค้าง</translation>
    </message>
    <message>
        <source>Open orders</source>
        <translation>คำสั่งค้าง</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>เอกสาร</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>หมายเหตุ</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are not at the centre yet</source>
        <translation>
            <numerusform>%n ไฟล์ยังไม่ถึงศูนย์ข้อมูล</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) fetched</source>
        <translation>
            <numerusform>รับแล้ว %n ไฟล์</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlayerSheet</name>
    <message>
        <source>Film</source>
        <translation>วิดีโอ</translation>
    </message>
    <message>
        <source>Place in the recording</source>
        <translation>ตำแหน่งในไฟล์บันทึก</translation>
    </message>
    <message>
        <source>Open elsewhere (Enter)</source>
        <translation>เปิดด้วยโปรแกรมอื่น (Enter)</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>หยุดชั่วคราว (Space)</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>เล่น (Space)</translation>
    </message>
    <message>
        <source>Space pauses, ← and → go five seconds, Home goes to the start</source>
        <translation>Space หยุดและเล่นต่อ · ← → ถอยและข้ามห้าวินาที · Home กลับไปต้น</translation>
    </message>
</context>
<context>
    <name>PositionSheet</name>
    <message>
        <source>no fix yet</source>
        <translation>ยังไม่ได้ตำแหน่ง</translation>
    </message>
    <message>
        <source>satellite fix</source>
        <translation>ตำแหน่งจากดาวเทียม</translation>
    </message>
    <message>
        <source>satellite fix with correction</source>
        <translation>ตำแหน่งจากดาวเทียมพร้อมค่าแก้</translation>
    </message>
    <message>
        <source>surveying grade (RTK)</source>
        <translation>ละเอียดระดับรังวัด (RTK)</translation>
    </message>
    <message>
        <source>estimated, without satellites</source>
        <translation>ประมาณเอง ไม่มีดาวเทียม</translation>
    </message>
    <message>
        <source>simulated: not a real position</source>
        <translation>จำลอง ไม่ใช่ตำแหน่งจริง</translation>
    </message>
    <message>
        <source>Take this place (Enter)</source>
        <translation>ใช้พิกัดนี้ (Enter)</translation>
    </message>
    <message>
        <source>± {0} m</source>
        <translation>± {0} ม.</translation>
    </message>
    <message>
        <source>± ?</source>
        <translation>± ?</translation>
    </message>
    <message numerus="yes">
        <source>%n satellite(s)</source>
        <translation>
            <numerusform>%n ดวง</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) old</source>
        <translation>
            <numerusform>วัดเมื่อ %n วินาทีก่อน</numerusform>
        </translation>
    </message>
    <message>
        <source>The receiver simulates: its place is not taken</source>
        <translation>เครื่องรับส่งตำแหน่งจำลอง จึงไม่นำมาใช้</translation>
    </message>
    <message>
        <source>This place is old: wait for a new one under the open sky</source>
        <translation>พิกัดนี้เก่าแล้ว รอพิกัดใหม่ในที่โล่ง</translation>
    </message>
    <message>
        <source>How accurate this is, is not known</source>
        <translation>ไม่ทราบว่าแม่นยำเพียงใด</translation>
    </message>
    <message>
        <source>Not accurate: worse than {0} m. Wait, or take it all the same</source>
        <translation>ยังไม่แม่นยำ หยาบกว่า {0} ม. รออีกครู่ หรือใช้ค่านี้</translation>
    </message>
    <message>
        <source>Is taken by itself at {0} m, or now with Enter</source>
        <translation>เมื่อแม่นยำถึง {0} ม. จะใช้ให้เอง หรือกด Enter เพื่อใช้เลย</translation>
    </message>
    <message>
        <source>Enter takes this place</source>
        <translation>กด Enter เพื่อใช้พิกัดนี้</translation>
    </message>
    <message>
        <source>What the receiver sends cannot be read: choose another speed in the settings</source>
        <translation>อ่านสัญญาณจากเครื่องรับไม่ออก เลือกความเร็วอื่นที่หน้าตั้งค่า</translation>
    </message>
    <message>
        <source>The receiver has fallen silent: check the cable</source>
        <translation>เครื่องรับเงียบไป ตรวจสาย</translation>
    </message>
    <message>
        <source>The system tells no position: choose a receiver in the settings, or type the place</source>
        <translation>ระบบไม่บอกตำแหน่ง เลือกเครื่องรับที่หน้าตั้งค่า หรือพิมพ์พิกัด</translation>
    </message>
    <message>
        <source>The receiver sends nothing: check the cable and the port in the settings</source>
        <translation>เครื่องรับไม่ส่งอะไรมา ตรวจสาย และพอร์ตที่หน้าตั้งค่า</translation>
    </message>
    <message>
        <source>Looking for the place; under the open sky it goes faster</source>
        <translation>กำลังหาตำแหน่ง ในที่โล่งจะเร็วขึ้น</translation>
    </message>
</context>
<context>
    <name>ProtectionCard</name>
    <message>
        <source>Encryption</source>
        <translation>การเข้ารหัส</translation>
    </message>
    <message>
        <source>Not encrypted: who has the laptop can read all of it</source>
        <translation>ยังไม่เข้ารหัส ผู้ที่ได้เครื่องไปอ่านข้อมูลได้ทั้งหมด</translation>
    </message>
    <message>
        <source>Encrypt the data…</source>
        <translation>เข้ารหัสข้อมูล…</translation>
    </message>
    <message>
        <source>Encrypted: without a key nobody can read it</source>
        <translation>เข้ารหัสแล้ว ไม่มีกุญแจก็อ่านไม่ได้</translation>
    </message>
    <message>
        <source>Change the passphrase…</source>
        <translation>เปลี่ยนรหัสผ่าน…</translation>
    </message>
    <message>
        <source>New recovery code…</source>
        <translation>ออกรหัสกู้คืน…</translation>
    </message>
    <message>
        <source>Add the office&apos;s key…</source>
        <translation>เพิ่มกุญแจสำนักงาน…</translation>
    </message>
    <message>
        <source>Lock now (Ctrl+Shift+L)</source>
        <translation>ล็อกทันที (Ctrl+Shift+L)</translation>
    </message>
    <message>
        <source>Let this machine remember the key</source>
        <translation>ให้เครื่องนี้จำกุญแจไว้</translation>
    </message>
    <message>
        <source>Then the start asks for no passphrase; a locked window does.</source>
        <translation>เปิดโปรแกรมไม่ถามรหัสผ่าน แต่หน้าต่างที่ล็อกยังถาม</translation>
    </message>
    <message>
        <source>Lock by itself when nobody types</source>
        <translation>ล็อกเองเมื่อไม่มีการใช้งาน</translation>
    </message>
    <message numerus="yes">
        <source>after %n minute(s)</source>
        <translation>
            <numerusform>หลัง %n นาที</numerusform>
        </translation>
    </message>
    <message>
        <source>never</source>
        <translation>ไม่ล็อกเอง</translation>
    </message>
    <message>
        <source>Delete them…</source>
        <translation>ลบไฟล์เหล่านี้…</translation>
    </message>
    <message>
        <source>Opened by: {0}</source>
        <translation>เปิดได้ด้วย: {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) in the data folder can be read by anybody</source>
        <translation>
            <numerusform>ไฟล์ในโฟลเดอร์ข้อมูล %n ไฟล์ยังไม่เข้ารหัส</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n file(s)?</source>
        <translation>
            <numerusform>ลบ %n ไฟล์หรือไม่</numerusform>
        </translation>
    </message>
    <message>
        <source>Backups and exports from before the encryption: {0}</source>
        <translation>ไฟล์สำรองและไฟล์ส่งออกก่อนเข้ารหัส: {0}</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>ลบ</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>เก็บไว้</translation>
    </message>
</context>
<context>
    <name>ProtectionDesk</name>
    <message>
        <source>The passphrase opens the data of this laptop. When it is lost, only a recovery code or the office&apos;s key opens them; nobody else can.</source>
        <translation>รหัสผ่านใช้เปิดข้อมูลในเครื่องนี้ หากลืม เปิดได้ด้วยรหัสกู้คืนหรือกุญแจของสำนักงานเท่านั้น</translation>
    </message>
    <message>
        <source>Encrypt the data</source>
        <translation>เข้ารหัสข้อมูล</translation>
    </message>
    <message>
        <source>Encrypt</source>
        <translation>เข้ารหัส</translation>
    </message>
    <message>
        <source>The old one opens nothing any more. The data are not written again.</source>
        <translation>รหัสเดิมจะใช้ไม่ได้อีก ข้อมูลไม่ต้องเข้ารหัสใหม่</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>เปลี่ยนรหัสผ่าน</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>เปลี่ยน</translation>
    </message>
    <message>
        <source>The office&apos;s public recovery key</source>
        <translation>กุญแจกู้คืนสาธารณะของสำนักงาน</translation>
    </message>
    <message>
        <source>Public key</source>
        <translation>กุญแจสาธารณะ</translation>
    </message>
    <message>
        <source>Compare by telephone with the office: {0}</source>
        <translation>เทียบกับสำนักงานทางโทรศัพท์: {0}</translation>
    </message>
    <message>
        <source>{0} can recover these data</source>
        <translation>{0} กู้คืนข้อมูลนี้ได้แล้ว</translation>
    </message>
    <message>
        <source>The passphrase is changed</source>
        <translation>เปลี่ยนรหัสผ่านแล้ว</translation>
    </message>
    <message>
        <source>The recovery code counts from now on</source>
        <translation>รหัสกู้คืนใช้ได้แล้ว</translation>
    </message>
    <message>
        <source>An older one opens nothing any more. Lock the paper away.</source>
        <translation>รหัสเก่าใช้ไม่ได้อีก เก็บกระดาษในตู้นิรภัย</translation>
    </message>
</context>
<context>
    <name>QuestionMedia</name>
    <message>
        <source>Listen</source>
        <translation>ฟังเสียง</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>ดูวิดีโอ</translation>
    </message>
</context>
<context>
    <name>QuestionPane</name>
    <message>
        <source>Note</source>
        <translation>หมายเหตุ</translation>
    </message>
    <message>
        <source>Nobody confirmed this limit yet (reference tables)</source>
        <translation>ค่ากำหนดนี้ยังไม่ยืนยัน (หน้าตารางอ้างอิง)</translation>
    </message>
    <message>
        <source>A warning needs a note: F3</source>
        <translation>เฝ้าระวัง ต้องมีหมายเหตุ</translation>
    </message>
    <message>
        <source>F3 writes a note</source>
        <translation>F3 เขียนหมายเหตุ</translation>
    </message>
    <message>
        <source>Question {0}</source>
        <translation>ข้อ {0}</translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message>
        <source>Queue</source>
        <translation>คิวส่งข้อมูล</translation>
    </message>
    <message>
        <source>Factory, file or kind</source>
        <translation>โรงงาน ไฟล์ หรือชนิด</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>ไม่มีรายการ</translation>
    </message>
    <message>
        <source>What you save comes here until the office has it</source>
        <translation>สิ่งที่บันทึกจะอยู่ที่นี่จนกว่าสำนักงานจะได้รับ</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>แสดงทั้งหมด</translation>
    </message>
    <message>
        <source>Waiting {0}</source>
        <translation>รอส่ง {0}</translation>
    </message>
    <message>
        <source>Held back {0}</source>
        <translation>พักการส่ง {0}</translation>
    </message>
    <message>
        <source>Not handed on {0}</source>
        <translation>ไม่ส่งต่อ {0}</translation>
    </message>
    <message>
        <source>At the office {0}</source>
        <translation>ถึงสำนักงาน {0}</translation>
    </message>
    <message>
        <source>All {0}</source>
        <translation>ทั้งหมด {0}</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ไฟล์</translation>
    </message>
    <message>
        <source>Saved at once</source>
        <translation>บันทึกพร้อมกัน</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>ลายมือชื่อ</translation>
    </message>
    <message>
        <source>Signed record</source>
        <translation>บันทึกที่ลงนาม</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>รอส่ง</translation>
    </message>
    <message>
        <source>Partly there</source>
        <translation>ถึงบางส่วน</translation>
    </message>
    <message>
        <source>At the office</source>
        <translation>ถึงสำนักงาน</translation>
    </message>
    <message>
        <source>Not handed on</source>
        <translation>ไม่ส่งต่อ</translation>
    </message>
    <message>
        <source>Held back</source>
        <translation>พักการส่ง</translation>
    </message>
    <message>
        <source>this laptop may not write in its province</source>
        <translation>เครื่องนี้ไม่มีสิทธิ์บันทึกในจังหวัดนั้น</translation>
    </message>
    <message>
        <source>an order to erase that the centre has not signed</source>
        <translation>คำสั่งลบที่ศูนย์ข้อมูลไม่ได้ลงนาม</translation>
    </message>
    <message>
        <source>only an administrator&apos;s laptop changes reference tables</source>
        <translation>เฉพาะเครื่องของผู้ดูแลระบบแก้ตารางอ้างอิงได้</translation>
    </message>
    <message>
        <source>the centre has another record of this name</source>
        <translation>ศูนย์ข้อมูลมีรายการอื่นที่ใช้รหัสเดียวกัน</translation>
    </message>
    <message>
        <source>other laptops could not read it; tell the administrator</source>
        <translation>เครื่องอื่นอ่านไม่ได้ แจ้งผู้ดูแลระบบ</translation>
    </message>
    <message>
        <source>files {0} / {1}</source>
        <translation>ไฟล์ {0} / {1}</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>รายการ</translation>
    </message>
    <message>
        <source>State</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>ถึงแล้ว</translation>
    </message>
    <message>
        <source>Last saved</source>
        <translation>บันทึกล่าสุด</translation>
    </message>
    <message>
        <source>At the centre, not handed on: {0}</source>
        <translation>ถึงศูนย์ข้อมูลแล้ว แต่ไม่ส่งต่อ: {0}</translation>
    </message>
    <message>
        <source>Held back: it stays on this laptop until you release it; so does what you add</source>
        <translation>พักการส่ง: อยู่ในเครื่องนี้จนกว่าจะปล่อยส่ง รวมถึงสิ่งที่บันทึกเพิ่ม</translation>
    </message>
    <message>
        <source>Stays here with a record that is held back</source>
        <translation>อยู่ในเครื่องนี้พร้อมรายการที่พักการส่ง</translation>
    </message>
    <message>
        <source>The office has had all of it since {0}</source>
        <translation>สำนักงานได้รับครบแล้วเมื่อ {0}</translation>
    </message>
    <message>
        <source>{0} changes and {1} files wait</source>
        <translation>รอส่ง {0} การเปลี่ยนแปลง {1} ไฟล์</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>เลือก %n รายการ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueuePart</name>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>คัดลอก %n แถวแล้ว</numerusform>
        </translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>ส่งอีกครั้ง</translation>
    </message>
    <message>
        <source>Ask whether the office has it, and send what it lacks</source>
        <translation>ถามว่าสำนักงานมีหรือยัง แล้วส่งส่วนที่ขาด</translation>
    </message>
    <message>
        <source>Hold back</source>
        <translation>พักการส่ง</translation>
    </message>
    <message>
        <source>It stays on this laptop until you release it</source>
        <translation>อยู่ในเครื่องนี้จนกว่าจะปล่อยส่ง</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>ปล่อยส่ง</translation>
    </message>
    <message>
        <source>It goes with the next sync</source>
        <translation>จะส่งในการซิงก์ครั้งต่อไป</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) held back</source>
        <translation>
            <numerusform>พักการส่ง %n รายการแล้ว</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) go with the next sync</source>
        <translation>
            <numerusform>%n รายการจะส่งในการซิงก์ครั้งต่อไป</numerusform>
        </translation>
    </message>
    <message>
        <source>Records {0}</source>
        <translation>รายการ {0}</translation>
    </message>
    <message>
        <source>Sealed for the office</source>
        <translation>ผนึกสำหรับสำนักงาน</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>ส่งออก</translation>
    </message>
    <message>
        <source>Sealed for a colleague, with a code</source>
        <translation>ผนึกสำหรับเพื่อนร่วมงาน เปิดด้วยรหัส</translation>
    </message>
    <message>
        <source>Inspections into a workbook</source>
        <translation>การตรวจเป็นไฟล์ Excel</translation>
    </message>
</context>
<context>
    <name>ReceiverCard</name>
    <message>
        <source>Position</source>
        <translation>ตำแหน่ง</translation>
    </message>
    <message>
        <source>Where questions for a place measure it (Shift+F4).</source>
        <translation>แหล่งที่ใช้วัดพิกัดในข้อที่ถามพิกัด (Shift+F4)</translation>
    </message>
    <message>
        <source>{0} bits a second</source>
        <translation>{0} บิตต่อวินาที</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>ความเร็ว</translation>
    </message>
    <message>
        <source>File or pipe that the receiver writes</source>
        <translation>ไฟล์หรือไปป์ที่เครื่องรับเขียน</translation>
    </message>
    <message>
        <source>Taken from</source>
        <translation>รับตำแหน่งจาก</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>ทดลอง</translation>
    </message>
    <message>
        <source>The system&apos;s location service</source>
        <translation>บริการตำแหน่งของระบบ</translation>
    </message>
    <message>
        <source>Port {0}</source>
        <translation>พอร์ต {0}</translation>
    </message>
    <message>
        <source>Port {0} (not plugged in)</source>
        <translation>พอร์ต {0} (ยังไม่ได้เสียบ)</translation>
    </message>
    <message>
        <source>A file or pipe</source>
        <translation>ไฟล์หรือไปป์</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>หยุด</translation>
    </message>
    <message>
        <source>{0} sentences, {1} unreadable</source>
        <translation>{0} ประโยค อ่านไม่ได้ {1}</translation>
    </message>
    <message numerus="yes">
        <source>%n satellite(s)</source>
        <translation>
            <numerusform>%n ดวง</numerusform>
        </translation>
    </message>
    <message>
        <source>± {0} m</source>
        <translation>± {0} ม.</translation>
    </message>
    <message>
        <source>Nothing received</source>
        <translation>ไม่ได้รับสัญญาณ</translation>
    </message>
    <message>
        <source>Waiting…</source>
        <translation>กำลังรอ…</translation>
    </message>
</context>
<context>
    <name>RecordDesk</name>
    <message numerus="yes">
        <source>%n value(s) changed elsewhere since stay as they are</source>
        <translation>
            <numerusform>%n ค่าที่มีผู้แก้ไขหลังจากนั้นคงไว้ตามเดิม</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken back: {0}</source>
        <translation>ย้อนกลับ: {0}</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>เลิกทำ (Ctrl+Z)</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>อ่านไฟล์ไม่ได้</translation>
    </message>
</context>
<context>
    <name>RecordList</name>
    <message>
        <source>Filter</source>
        <translation>ตัวกรอง</translation>
    </message>
    <message>
        <source>Copy as a table (Ctrl+C)</source>
        <translation>คัดลอกเป็นตาราง (Ctrl+C)</translation>
    </message>
</context>
<context>
    <name>Recovering</name>
    <message>
        <source>Restore a backup…</source>
        <translation>กู้คืนจากไฟล์สำรอง…</translation>
    </message>
    <message>
        <source>Salvage what can be read</source>
        <translation>กู้ข้อมูลที่ยังอ่านได้</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>กู้คืนจากไฟล์สำรอง</translation>
    </message>
    <message>
        <source>Fill what is lost from backups?</source>
        <translation>เติมส่วนที่หายจากไฟล์สำรองหรือไม่</translation>
    </message>
    <message>
        <source>What cannot be read here is taken from them; the office gives the rest with the next sync.</source>
        <translation>ส่วนที่อ่านไม่ได้จะนำมาจากไฟล์สำรองที่เลือก ที่เหลือรับจากสำนักงานเมื่อซิงก์ครั้งถัดไป</translation>
    </message>
    <message>
        <source>Choose backups…</source>
        <translation>เลือกไฟล์สำรอง…</translation>
    </message>
    <message>
        <source>Go on without</source>
        <translation>กู้โดยไม่ใช้ไฟล์สำรอง</translation>
    </message>
    <message>
        <source>Backups (*.fieldkit-backup)</source>
        <translation>ไฟล์สำรอง (*.fieldkit-backup)</translation>
    </message>
    <message numerus="yes">
        <source>%n inspection(s)</source>
        <translation>
            <numerusform>การตรวจ %n ครั้ง</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n ไฟล์</numerusform>
        </translation>
    </message>
    <message>
        <source>Work on with the restored data?</source>
        <translation>ใช้ข้อมูลที่กู้คืนทำงานต่อหรือไม่</translation>
    </message>
    <message numerus="yes">
        <source>%n change record(s)</source>
        <translation>
            <numerusform>บันทึกการเปลี่ยนแปลง %n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>Work on with the salvaged data?</source>
        <translation>ใช้ข้อมูลที่กู้ได้ทำงานต่อหรือไม่</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) missing or damaged; see “fieldkit verify”</source>
        <translation>
            <numerusform>ขาดหรือเสียหาย %n รายการ ดูด้วยคำสั่ง fieldkit verify</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}
The program begins anew with it. What is here now stays beside it:
{1}</source>
        <translation>{0}
โปรแกรมจะเริ่มใหม่ด้วยข้อมูลนี้ ข้อมูลปัจจุบันเก็บไว้ที่
{1}</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>ใช้ข้อมูลนี้</translation>
    </message>
    <message>
        <source>Leave all as it is</source>
        <translation>คงข้อมูลเดิม</translation>
    </message>
</context>
<context>
    <name>Reference</name>
    <message>
        <source>ended</source>
        <translation>สิ้นสุดแล้ว</translation>
    </message>
    <message>
        <source>from later on</source>
        <translation>ใช้ภายหลัง</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>ใช้อยู่</translation>
    </message>
    <message>
        <source>not confirmed</source>
        <translation>ยังไม่ยืนยัน</translation>
    </message>
    <message>
        <source>from {0}</source>
        <translation>ตั้งแต่ {0}</translation>
    </message>
    <message>
        <source>to {0}</source>
        <translation>ถึง {0}</translation>
    </message>
</context>
<context>
    <name>ReferenceImportSheet</name>
    <message>
        <source>Back to the tables</source>
        <translation>กลับไปตาราง</translation>
    </message>
    <message>
        <source>Choose the edited table</source>
        <translation>เลือกตารางที่แก้ไขแล้ว</translation>
    </message>
    <message>
        <source>The workbook from “Excel out”. You see each cell that would change.</source>
        <translation>ไฟล์จาก “ส่งออก Excel” แสดงทุกช่องที่จะเปลี่ยนก่อนบันทึก</translation>
    </message>
    <message>
        <source>Table (*.xlsx *.xlsm *.csv)</source>
        <translation>ตาราง (*.xlsx *.xlsm *.csv)</translation>
    </message>
    <message>
        <source>Reading the table</source>
        <translation>กำลังอ่านตาราง</translation>
    </message>
    <message>
        <source>Writing the table</source>
        <translation>กำลังบันทึกตาราง</translation>
    </message>
    <message>
        <source>The table is imported</source>
        <translation>นำเข้าตารางแล้ว</translation>
    </message>
    <message>
        <source>No table was imported on this machine yet</source>
        <translation>เครื่องนี้ยังไม่เคยนำเข้าตาราง</translation>
    </message>
    <message>
        <source>Row of the table</source>
        <translation>แถวในตาราง</translation>
    </message>
    <message numerus="yes">
        <source>Import %n row(s)</source>
        <translation>
            <numerusform>นำเข้า %n แถว</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReferenceList</name>
    <message>
        <source>Search this table</source>
        <translation>ค้นในตารางนี้</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n แถว</numerusform>
        </translation>
    </message>
    <message>
        <source>No row fits</source>
        <translation>ไม่มีแถวที่ตรง</translation>
    </message>
    <message>
        <source>Try a shorter word or show all rows</source>
        <translation>ลองคำที่สั้นลง หรือแสดงทุกแถว</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>แสดงทั้งหมด</translation>
    </message>
    <message>
        <source>In force {0}</source>
        <translation>ใช้อยู่ {0}</translation>
    </message>
    <message>
        <source>Not confirmed {0}</source>
        <translation>ยังไม่ยืนยัน {0}</translation>
    </message>
    <message>
        <source>Later {0}</source>
        <translation>ใช้ภายหลัง {0}</translation>
    </message>
    <message>
        <source>Ended {0}</source>
        <translation>สิ้นสุดแล้ว {0}</translation>
    </message>
    <message>
        <source>Of the office {0}</source>
        <translation>ของสำนักงาน {0}</translation>
    </message>
    <message>
        <source>Bin {0}</source>
        <translation>ถังขยะ {0}</translation>
    </message>
    <message>
        <source>All {0}</source>
        <translation>ทั้งหมด {0}</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>รายการ</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>สาระ</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>การใช้บังคับ</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>การยืนยัน</translation>
    </message>
</context>
<context>
    <name>ReferencePage</name>
    <message>
        <source>Table</source>
        <translation>ตาราง</translation>
    </message>
    <message>
        <source>Reference tables</source>
        <translation>ตารางอ้างอิง</translation>
    </message>
    <message>
        <source>Only to read: changes and confirmations are made by the administrator of the office.</source>
        <translation>ดูได้อย่างเดียว การแก้ไขและยืนยันทำโดยผู้ดูแลข้อมูลของสำนักงาน</translation>
    </message>
    <message>
        <source>Excel</source>
        <translation>ไฟล์ Excel</translation>
    </message>
    <message>
        <source>Excel out (Ctrl+Shift+E)</source>
        <translation>ส่งออก Excel (Ctrl+Shift+E)</translation>
    </message>
    <message>
        <source>Excel in</source>
        <translation>นำเข้า Excel</translation>
    </message>
    <message>
        <source>New</source>
        <translation>เพิ่ม</translation>
    </message>
    <message>
        <source>A new row (Ctrl+N)</source>
        <translation>เพิ่มแถวใหม่ (Ctrl+N)</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) of the office cannot be used by this program</source>
        <translation>
            <numerusform>แถวของสำนักงาน %n แถวใช้กับโปรแกรมรุ่นนี้ไม่ได้</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n แถว</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} to confirm</source>
        <translation>รอยืนยัน {0}</translation>
    </message>
    <message>
        <source>The row is saved</source>
        <translation>บันทึกแถวแล้ว</translation>
    </message>
    <message>
        <source>The row ends</source>
        <translation>กำหนดวันสิ้นสุดแล้ว</translation>
    </message>
    <message>
        <source>Confirmed: {0}</source>
        <translation>ยืนยันแล้ว {0} แถว</translation>
    </message>
    <message>
        <source>The row is brought back</source>
        <translation>นำแถวกลับมาแล้ว</translation>
    </message>
    <message>
        <source>What the office wrote is taken back</source>
        <translation>คืนค่าเดิมของโปรแกรมแล้ว</translation>
    </message>
    <message>
        <source>Nothing was other</source>
        <translation>ไม่มีอะไรเปลี่ยน</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>เลิกทำ</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were changed by others since and stay</source>
        <translation>
            <numerusform>%n ค่ามีผู้อื่นแก้หลังจากนั้น จึงคงไว้</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken back: {0}</source>
        <translation>เลิกทำแล้ว: {0}</translation>
    </message>
</context>
<context>
    <name>ReferencePane</name>
    <message>
        <source>Details of the row</source>
        <translation>รายละเอียดของแถว</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>ยังไม่ได้เลือก</translation>
    </message>
    <message>
        <source>Choose one in the list to see it here</source>
        <translation>เลือกในรายการเพื่อดูที่นี่</translation>
    </message>
    <message>
        <source>The same key on other days</source>
        <translation>รหัสเดียวกันในช่วงอื่น</translation>
    </message>
    <message>
        <source>Who changed what</source>
        <translation>ประวัติการแก้ไข</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>ยืนยัน</translation>
    </message>
    <message>
        <source>Vouch for the chosen rows as they stand (Ctrl+Enter)</source>
        <translation>ยืนยันแถวที่เลือกตามที่เป็นอยู่ (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Which document? (Enter)</source>
        <translation>ตรวจกับเอกสารใด (Enter)</translation>
    </message>
    <message>
        <source>Note of the confirmation</source>
        <translation>หมายเหตุการยืนยัน</translation>
    </message>
    <message>
        <source>New from a day</source>
        <translation>เปลี่ยนตั้งแต่วันที่</translation>
    </message>
    <message>
        <source>New values from a day on; what was judged before stays (F2)</source>
        <translation>ค่าใหม่ตั้งแต่วันหนึ่ง ผลการตรวจก่อนหน้าไม่เปลี่ยน (F2)</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>แก้ที่ผิด</translation>
    </message>
    <message>
        <source>Put a mistake in this row right, with a reason</source>
        <translation>แก้ค่าที่ผิดในแถวนี้ พร้อมเหตุผล</translation>
    </message>
    <message>
        <source>End</source>
        <translation>สิ้นสุด</translation>
    </message>
    <message>
        <source>Last day in force</source>
        <translation>วันสุดท้ายที่ใช้</translation>
    </message>
    <message>
        <source>Last day in force; Enter ends the row</source>
        <translation>วันสุดท้ายที่ใช้ กด Enter เพื่อสิ้นสุด</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>คืนค่าเดิม</translation>
    </message>
    <message>
        <source>Take back what the office wrote of this row</source>
        <translation>ยกเลิกสิ่งที่สำนักงานแก้ในแถวนี้</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>การใช้บังคับ</translation>
    </message>
    <message>
        <source>always</source>
        <translation>ตลอดไป</translation>
    </message>
    <message>
        <source>in the bin</source>
        <translation>อยู่ในถังขยะ</translation>
    </message>
    <message>
        <source>changed by the office</source>
        <translation>สำนักงานแก้ไข</translation>
    </message>
    <message>
        <source>of the office</source>
        <translation>ของสำนักงาน</translation>
    </message>
    <message>
        <source>Why it was changed</source>
        <translation>เหตุที่แก้ไข</translation>
    </message>
    <message>
        <source>Confirmed by</source>
        <translation>ยืนยันโดย</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>ตรวจเทียบกับ</translation>
    </message>
</context>
<context>
    <name>ReferenceSheet</name>
    <message>
        <source>New row: {0}</source>
        <translation>แถวใหม่: {0}</translation>
    </message>
    <message>
        <source>A row of the office. Leave “In force from” empty where it always was in force.</source>
        <translation>แถวของสำนักงาน เว้น “ใช้ตั้งแต่” ว่างถ้าใช้มาโดยตลอด</translation>
    </message>
    <message>
        <source>Puts a mistake right on all days of this row; what is signed keeps its verdict. Give the reason.</source>
        <translation>แก้ค่าที่ผิดตลอดช่วงของแถวนี้ การตรวจที่ลงนามแล้วคงผลเดิม โปรดระบุเหตุผล</translation>
    </message>
    <message>
        <source>From this day on the new values count. What was judged before stays as it was.</source>
        <translation>ค่าใหม่ใช้ตั้งแต่วันนี้เป็นต้นไป ผลการตรวจก่อนหน้าไม่เปลี่ยน</translation>
    </message>
    <message>
        <source>save</source>
        <translation>บันทึก</translation>
    </message>
    <message>
        <source>back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>บันทึก</translation>
    </message>
    <message>
        <source>Leave without saving?</source>
        <translation>ออกโดยไม่บันทึก?</translation>
    </message>
    <message>
        <source>What was typed here is not saved yet.</source>
        <translation>ข้อมูลที่พิมพ์ยังไม่ได้บันทึก</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>ออก</translation>
    </message>
    <message>
        <source>Go on typing</source>
        <translation>พิมพ์ต่อ</translation>
    </message>
</context>
<context>
    <name>RegisterFilters</name>
    <message>
        <source>Name, number or operator</source>
        <translation>ชื่อ เลขทะเบียน หรือผู้ประกอบการ</translation>
    </message>
    <message>
        <source>Province</source>
        <translation>จังหวัด</translation>
    </message>
    <message>
        <source>District</source>
        <translation>อำเภอ</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>All {0}</source>
        <translation>ทั้งหมด {0}</translation>
    </message>
    <message>
        <source>To correct {0}</source>
        <translation>รอแก้ไข {0}</translation>
    </message>
    <message>
        <source>Never inspected {0}</source>
        <translation>ยังไม่เคยตรวจ {0}</translation>
    </message>
    <message>
        <source>No factories {0}</source>
        <translation>ไม่ใช่โรงงาน {0}</translation>
    </message>
    <message>
        <source>Bin {0}</source>
        <translation>ถังขยะ {0}</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>แสดง</translation>
    </message>
    <message numerus="yes">
        <source>%n factory(ies)</source>
        <translation>
            <numerusform>%n แห่ง</numerusform>
        </translation>
    </message>
    <message>
        <source>All provinces</source>
        <translation>ทุกจังหวัด</translation>
    </message>
    <message>
        <source>All statuses</source>
        <translation>ทุกสถานะ</translation>
    </message>
    <message>
        <source>All districts</source>
        <translation>ทุกอำเภอ</translation>
    </message>
</context>
<context>
    <name>RegisterPage</name>
    <message>
        <source>Factories</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>No factory fits the search</source>
        <translation>ไม่พบโรงงานที่ตรงกับคำค้น</translation>
    </message>
    <message>
        <source>Try a shorter word or take the filters away</source>
        <translation>ลองใช้คำที่สั้นลง หรือเอาตัวกรองออก</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>ล้างตัวกรอง</translation>
    </message>
    <message>
        <source>Import the register</source>
        <translation>นำเข้าทะเบียน</translation>
    </message>
    <message>
        <source>Register to Excel, to be edited and imported again</source>
        <translation>ส่งทะเบียนออกเป็น Excel เพื่อแก้ไขแล้วนำเข้า</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>ลบ</translation>
    </message>
    <message>
        <source>Put the chosen places into the bin (Del)</source>
        <translation>ย้ายสถานที่ที่เลือกไปถังขยะ (Del)</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>กู้คืน</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>ทะเบียนโรงงาน</translation>
    </message>
    <message numerus="yes">
        <source>%n factory(ies) written</source>
        <translation>
            <numerusform>เขียนแล้ว %n โรงงาน</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) in the bin</source>
        <translation>
            <numerusform>ย้าย %n แห่งไปถังขยะแล้ว</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) restored</source>
        <translation>
            <numerusform>กู้คืน %n แห่งแล้ว</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>เลิกทำ (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Somebody changed it since; it stays as it is now</source>
        <translation>มีผู้แก้ไขหลังจากนั้น จึงคงไว้ตามปัจจุบัน</translation>
    </message>
    <message>
        <source>Taken back: {0}</source>
        <translation>ย้อนกลับ: {0}</translation>
    </message>
</context>
<context>
    <name>ReportChoices</name>
    <message>
        <source>Thai digits</source>
        <translation>เลขไทย</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>งวด</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>วันที่</translation>
    </message>
    <message>
        <source>District</source>
        <translation>อำเภอ</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>เจ้าหน้าที่</translation>
    </message>
    <message>
        <source>Factory (number, empty is all)</source>
        <translation>โรงงาน (เลขทะเบียน ว่างคือทั้งหมด)</translation>
    </message>
    <message>
        <source>Password of the file</source>
        <translation>รหัสผ่านของไฟล์</translation>
    </message>
    <message>
        <source>One day…</source>
        <translation>วันเดียว…</translation>
    </message>
    <message>
        <source>All districts</source>
        <translation>ทุกอำเภอ</translation>
    </message>
    <message>
        <source>All officers</source>
        <translation>เจ้าหน้าที่ทุกคน</translation>
    </message>
</context>
<context>
    <name>ReportPreview</name>
    <message>
        <source>Sheet</source>
        <translation>แผ่นงาน</translation>
    </message>
    <message>
        <source>Preview of the report</source>
        <translation>ตัวอย่างรายงาน</translation>
    </message>
    <message>
        <source>Nothing to report here</source>
        <translation>ไม่มีข้อมูลสำหรับรายงานนี้</translation>
    </message>
    <message>
        <source>Choose another period, or all districts and officers</source>
        <translation>เลือกงวดอื่น หรือเลือกทุกอำเภอและเจ้าหน้าที่ทุกคน</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n แถว</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}, the first {1} are shown</source>
        <translation>{0} แสดง {1} แถวแรก</translation>
    </message>
</context>
<context>
    <name>ReportsPage</name>
    <message>
        <source>Report</source>
        <translation>รายงาน</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>รายงาน</translation>
    </message>
    <message>
        <source>Make the workbook</source>
        <translation>สร้างไฟล์ Excel</translation>
    </message>
    <message>
        <source>Word memo</source>
        <translation>บันทึกข้อความ (Word)</translation>
    </message>
    <message>
        <source>Use my template…</source>
        <translation>ใช้แบบของสำนักงาน…</translation>
    </message>
    <message>
        <source>An Excel or Word file of the office with placeholders in double braces</source>
        <translation>ไฟล์ Excel หรือ Word ของสำนักงานที่มีช่องแทนค่าในวงเล็บปีกกาคู่</translation>
    </message>
    <message>
        <source>Needs: {0}</source>
        <translation>ข้อมูลที่ใช้: {0}</translation>
    </message>
    <message>
        <source>Making {0}</source>
        <translation>กำลังสร้าง {0}</translation>
    </message>
    <message>
        <source>Choose the template</source>
        <translation>เลือกแบบของสำนักงาน</translation>
    </message>
    <message>
        <source>Excel or Word templates (*.xlsx *.docx)</source>
        <translation>แบบ Excel หรือ Word (*.xlsx *.docx)</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>บันทึกไปที่</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>ไฟล์ Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>Word document (*.docx)</source>
        <translation>เอกสาร Word (*.docx)</translation>
    </message>
    <message>
        <source>The report is written</source>
        <translation>สร้างรายงานแล้ว</translation>
    </message>
</context>
<context>
    <name>RevisionSheet</name>
    <message>
        <source>Correct a signed inspection</source>
        <translation>แก้ไขการตรวจที่ลงชื่อแล้ว</translation>
    </message>
    <message>
        <source>The signed inspection stays as it is. A new revision begins with the same answers, and replaces it once it is signed.</source>
        <translation>การตรวจที่ลงชื่อแล้วคงไว้ตามเดิม ฉบับแก้ไขเริ่มจากคำตอบเดียวกัน และใช้แทนเมื่อลงชื่อแล้ว</translation>
    </message>
    <message>
        <source>Why it is corrected</source>
        <translation>เหตุผลที่แก้ไข</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Begin the revision</source>
        <translation>เริ่มฉบับแก้ไข</translation>
    </message>
</context>
<context>
    <name>RowSpeech</name>
    <message>
        <source>required</source>
        <translation>ต้องตอบ</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>อ่านอย่างเดียว</translation>
    </message>
    <message>
        <source>failed last time</source>
        <translation>ครั้งก่อนไม่ผ่าน</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>ทำเครื่องหมายไว้</translation>
    </message>
    <message>
        <source>changed by a colleague</source>
        <translation>เพื่อนร่วมงานแก้</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} จาก {1}</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n ภาพ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>ยังไม่ตอบ</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>ไม่ผ่าน</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>เตือน</translation>
    </message>
</context>
<context>
    <name>Runner</name>
    <message>
        <source>{0} · version {1}</source>
        <translation>{0} · รุ่น {1}</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>ยังไม่บันทึก</translation>
    </message>
    <message>
        <source>Saved {0}</source>
        <translation>บันทึกแล้ว {0}</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>ไฟล์เสียง</translation>
    </message>
    <message>
        <source>Films</source>
        <translation>ไฟล์วิดีโอ</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>เอกสาร</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>ภาพถ่าย</translation>
    </message>
</context>
<context>
    <name>RunnerBar</name>
    <message>
        <source>questions</source>
        <translation>เลื่อนดูข้อ</translation>
    </message>
    <message>
        <source>find</source>
        <translation>ค้นหาข้อ</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>ตอบ</translation>
    </message>
    <message>
        <source>next</source>
        <translation>ถัดไป</translation>
    </message>
    <message>
        <source>note</source>
        <translation>หมายเหตุ</translation>
    </message>
    <message>
        <source>photo</source>
        <translation>ภาพ</translation>
    </message>
    <message>
        <source>take here</source>
        <translation>ใช้อุปกรณ์</translation>
    </message>
    <message>
        <source>unanswered</source>
        <translation>ข้อที่ยังไม่ตอบ</translation>
    </message>
    <message>
        <source>as last time</source>
        <translation>เหมือนครั้งก่อน</translation>
    </message>
    <message>
        <source>All inspections</source>
        <translation>การตรวจทั้งหมด</translation>
    </message>
    <message>
        <source>Next section</source>
        <translation>หมวดถัดไป</translation>
    </message>
    <message>
        <source>Close inspection</source>
        <translation>ปิดการตรวจ</translation>
    </message>
    <message>
        <source>Correct…</source>
        <translation>แก้ไข…</translation>
    </message>
</context>
<context>
    <name>Sealing</name>
    <message>
        <source>Seal into</source>
        <translation>ผนึกเป็นไฟล์ที่</translation>
    </message>
    <message>
        <source>fieldkit bundle (*.fkbundle)</source>
        <translation>ชุดข้อมูล fieldkit (*.fkbundle)</translation>
    </message>
    <message>
        <source>{0} changes and {1} files in {2}</source>
        <translation>{0} การเปลี่ยนแปลง {1} ไฟล์ ใน {2}</translation>
    </message>
    <message>
        <source>Sealed for the office</source>
        <translation>ผนึกสำหรับสำนักงานแล้ว</translation>
    </message>
    <message>
        <source>Sealed. The code is {0}</source>
        <translation>ผนึกแล้ว รหัสเปิดคือ {0}</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>คัดลอกรหัส</translation>
    </message>
    <message>
        <source>Tell it to your colleague by another way than the file; it is kept nowhere</source>
        <translation>บอกรหัสแก่เพื่อนร่วมงานคนละทางกับไฟล์ โปรแกรมไม่เก็บรหัสไว้</translation>
    </message>
</context>
<context>
    <name>SearchEverywhere</name>
    <message>
        <source>Name, number, finding, note, law</source>
        <translation>ชื่อ เลขทะเบียน ข้อบกพร่อง บันทึก กฎหมาย</translation>
    </message>
    <message>
        <source>Search everywhere</source>
        <translation>ค้นทุกอย่าง</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>ที่พบ</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>เลือก</translation>
    </message>
    <message>
        <source>open</source>
        <translation>เปิด</translation>
    </message>
    <message>
        <source>next group</source>
        <translation>กลุ่มถัดไป</translation>
    </message>
    <message>
        <source>close</source>
        <translation>ปิด</translation>
    </message>
    <message>
        <source>Nothing fits “{0}”</source>
        <translation>ไม่พบ “{0}”</translation>
    </message>
    <message>
        <source>Try fewer letters, another word, or a number without its signs</source>
        <translation>ลองพิมพ์ให้สั้นลง ใช้คำอื่น หรือพิมพ์เลขโดยไม่มีขีด</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>ไม่พบ</translation>
    </message>
    <message>
        <source>{0}, {1} of {2}</source>
        <translation>{0} ลำดับที่ {1} จาก {2}</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>(ไม่มีชื่อ)</translation>
    </message>
    <message>
        <source>Show all {0}</source>
        <translation>แสดงทั้งหมด {0} รายการ</translation>
    </message>
    <message>
        <source>Factories</source>
        <translation>โรงงาน</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>ข้อบกพร่อง</translation>
    </message>
    <message>
        <source>Inspections</source>
        <translation>การตรวจ</translation>
    </message>
    <message>
        <source>Answers and notes</source>
        <translation>คำตอบและบันทึก</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>คำสั่ง</translation>
    </message>
    <message>
        <source>Complaints</source>
        <translation>เรื่องร้องเรียน</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>เอกสาร</translation>
    </message>
    <message>
        <source>Recommendations</source>
        <translation>ข้อเสนอแนะ</translation>
    </message>
    <message>
        <source>Enterprises</source>
        <translation>วิสาหกิจ</translation>
    </message>
    <message>
        <source>Loans</source>
        <translation>เงินกู้กองทุน</translation>
    </message>
    <message>
        <source>Law and reference</source>
        <translation>กฎหมายและค่าอ้างอิง</translation>
    </message>
    <message>
        <source>Searched before</source>
        <translation>เคยค้น</translation>
    </message>
    <message>
        <source>Forget these searches</source>
        <translation>ลบรายการที่เคยค้น</translation>
    </message>
    <message>
        <source>Search everything on this laptop</source>
        <translation>ค้นทุกอย่างในเครื่องนี้</translation>
    </message>
    <message>
        <source>Names, numbers, findings, notes and law; a few letters are enough</source>
        <translation>ชื่อ เลขทะเบียน ข้อบกพร่อง บันทึก กฎหมาย พิมพ์ไม่กี่ตัวอักษรก็พอ</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear search</source>
        <translation>ล้างคำค้น</translation>
    </message>
</context>
<context>
    <name>SearchTextView</name>
    <message>
        <source>Back to what was found</source>
        <translation>กลับไปที่ผลการค้น</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>คัดลอกข้อความ</translation>
    </message>
</context>
<context>
    <name>SectionBatch</name>
    <message>
        <source>Nothing in this section can be answered together</source>
        <translation>ไม่มีข้อที่ตอบรวมได้ในหมวดนี้</translation>
    </message>
    <message numerus="yes">
        <source>Answer %n question(s) of this section as compliant? Ctrl+Enter again</source>
        <translation>
            <numerusform>ตอบ %n ข้อที่เหลือในหมวดนี้ว่าเป็นไปตามเกณฑ์? กด Ctrl+Enter อีกครั้ง</numerusform>
        </translation>
    </message>
    <message>
        <source>Rest of the section</source>
        <translation>ข้อที่เหลือในหมวด</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) answered together · Ctrl+Z takes them back</source>
        <translation>
            <numerusform>ตอบรวม %n ข้อแล้ว · Ctrl+Z ย้อนกลับ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SectionCard</name>
    <message>
        <source>Progress</source>
        <translation>ความคืบหน้า</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>หมวด</translation>
    </message>
    <message>
        <source>Move to version {0}</source>
        <translation>ย้ายไปรุ่น {0}</translation>
    </message>
    <message>
        <source>Closed · {0}</source>
        <translation>ปิดแล้ว · {0}</translation>
    </message>
    <message>
        <source>Signed and sealed: nothing can be changed here</source>
        <translation>ลงชื่อและผนึกแล้ว แก้ไขที่นี่ไม่ได้</translation>
    </message>
    <message>
        <source>Answered {0}/{1} · failed {2}</source>
        <translation>ตอบแล้ว {0}/{1} · ไม่ผ่าน {2}</translation>
    </message>
</context>
<context>
    <name>SectionList</name>
    <message>
        <source>{0}, failed {1}</source>
        <translation>{0} ไม่ผ่าน {1}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Who works here</source>
        <translation>ผู้ใช้เครื่องนี้</translation>
    </message>
    <message>
        <source>The name stands beside every answer and under the inspection. It is kept at once.</source>
        <translation>ชื่อนี้อยู่กับทุกคำตอบและท้ายบันทึกการตรวจ โปรแกรมบันทึกให้เอง</translation>
    </message>
    <message>
        <source>Name and surname</source>
        <translation>ชื่อ นามสกุล</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>ตำแหน่ง</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>หน่วยงาน</translation>
    </message>
    <message>
        <source>Number of the officer&apos;s card</source>
        <translation>เลขบัตรพนักงานเจ้าหน้าที่</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>การแสดงผล</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>ตามระบบ</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>สว่าง</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>มืด</translation>
    </message>
    <message>
        <source>Outdoor: black on white, for the sun</source>
        <translation>กลางแจ้ง ดำบนขาว ใช้กลางแดด</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>ภาษา</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>สี</translation>
    </message>
    <message>
        <source>Size of the text</source>
        <translation>ขนาดตัวหนังสือ</translation>
    </message>
    <message>
        <source>Checklists</source>
        <translation>แบบตรวจ</translation>
    </message>
    <message>
        <source>Which versions are in force, a new workbook of the office, a checklist on paper.</source>
        <translation>รุ่นที่ใช้อยู่ สมุดงานใหม่ของสำนักงาน และแบบตรวจบนกระดาษ</translation>
    </message>
    <message>
        <source>Open the checklists</source>
        <translation>เปิดหน้าแบบตรวจ</translation>
    </message>
    <message>
        <source>Reference tables</source>
        <translation>ตารางอ้างอิง</translation>
    </message>
    <message>
        <source>Limits, sections, deadlines, holidays, wording: found, confirmed, changed from a day on.</source>
        <translation>ค่ากำหนด มาตรา กำหนดส่งรายงาน วันหยุด ข้อความมาตรฐาน: ค้น ยืนยัน และแก้ไขตั้งแต่วันที่กำหนด</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) that nobody confirmed</source>
        <translation>
            <numerusform>ยังไม่ยืนยัน %n แถว</numerusform>
        </translation>
    </message>
    <message>
        <source>Open the reference tables</source>
        <translation>เปิดตารางอ้างอิง</translation>
    </message>
    <message>
        <source>Data on this laptop</source>
        <translation>ข้อมูลในเครื่องนี้</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>โฟลเดอร์ข้อมูล</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>รุ่น</translation>
    </message>
    <message>
        <source>Open the data folder</source>
        <translation>เปิดโฟลเดอร์ข้อมูล</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>หน้า</translation>
    </message>
</context>
<context>
    <name>SignaturePad</name>
    <message>
        <source>Sign with the pen or the mouse. Delete clears.</source>
        <translation>เซ็นด้วยปากกาหรือเมาส์ กด Delete เพื่อล้าง</translation>
    </message>
    <message>
        <source>Sign here</source>
        <translation>ลงชื่อที่นี่</translation>
    </message>
</context>
<context>
    <name>Signer</name>
    <message>
        <source>Refuses to sign</source>
        <translation>ไม่ยินยอมลงชื่อ</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>ชื่อ</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>ตำแหน่ง</translation>
    </message>
    <message>
        <source>Reason given for refusing</source>
        <translation>เหตุผลที่ไม่ลงชื่อ</translation>
    </message>
    <message>
        <source>signature</source>
        <translation>ลายมือชื่อ</translation>
    </message>
    <message>
        <source>Photo of the signed paper</source>
        <translation>ภาพถ่ายเอกสารที่ลงชื่อ</translation>
    </message>
    <message>
        <source>Sign again</source>
        <translation>ลงชื่อใหม่</translation>
    </message>
</context>
<context>
    <name>SketchMap</name>
    <message>
        <source>Sketch: approximate outlines</source>
        <translation>แผนที่ร่าง ขอบเขตโดยประมาณ</translation>
    </message>
    <message>
        <source>Points: {0}</source>
        <translation>{0} จุด</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} และอีก {1}</translation>
    </message>
    <message>
        <source>Not drawn, no coordinates: {0}</source>
        <translation>ไม่มีพิกัดจึงไม่ได้วาด: {0}</translation>
    </message>
    <message>
        <source>Sketch map of {0}</source>
        <translation>แผนที่ร่างจังหวัด{0}</translation>
    </message>
    <message>
        <source>Sketch map</source>
        <translation>แผนที่ร่าง</translation>
    </message>
    <message>
        <source>{0} km</source>
        <translation>{0} กม.</translation>
    </message>
    <message>
        <source>{0} m</source>
        <translation>{0} ม.</translation>
    </message>
</context>
<context>
    <name>SnippetField</name>
    <message>
        <source>Ctrl+Space shows ready phrases</source>
        <translation>Ctrl+Space แสดงข้อความสำเร็จรูป</translation>
    </message>
    <message>
        <source>Ready phrases</source>
        <translation>ข้อความสำเร็จรูป</translation>
    </message>
</context>
<context>
    <name>SoundSheet</name>
    <message>
        <source>Microphone</source>
        <translation>ไมโครโฟน</translation>
    </message>
    <message>
        <source>Record (Space)</source>
        <translation>อัดเสียง (Space)</translation>
    </message>
    <message>
        <source>Stop and keep (Enter)</source>
        <translation>หยุดและเก็บ (Enter)</translation>
    </message>
    <message>
        <source>Speak: the bars move. Nothing is recorded yet.</source>
        <translation>ลองพูด แถบจะขยับ ยังไม่ได้อัดเสียง</translation>
    </message>
    <message>
        <source>Go on (Space)</source>
        <translation>อัดต่อ (Space)</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>หยุดชั่วคราว</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>หยุดชั่วคราว (Space)</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>กำลังอัดเสียง</translation>
    </message>
</context>
<context>
    <name>Sparkline</name>
    <message>
        <source>Earlier values</source>
        <translation>ค่าครั้งก่อน ๆ</translation>
    </message>
</context>
<context>
    <name>SplitSheet</name>
    <message>
        <source>Split into two licences</source>
        <translation>แยกเป็นสองทะเบียน</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>แยก</translation>
    </message>
    <message>
        <source>Class, type and place are as before. What was inspected stays with this factory.</source>
        <translation>จำพวก ประเภท และที่ตั้งตามเดิม ประวัติการตรวจอยู่กับโรงงานนี้</translation>
    </message>
    <message>
        <source>14-digit number of the new licence</source>
        <translation>เลข 14 หลักของทะเบียนใหม่</translation>
    </message>
    <message>
        <source>Old number of the new licence</source>
        <translation>เลขทะเบียนแบบเดิมของทะเบียนใหม่</translation>
    </message>
    <message>
        <source>Name of the new factory</source>
        <translation>ชื่อโรงงานใหม่</translation>
    </message>
    <message>
        <source>Operator of the new factory</source>
        <translation>ผู้ประกอบกิจการของโรงงานใหม่</translation>
    </message>
    <message>
        <source>Belongs to the new factory</source>
        <translation>ข้อมูลที่ย้ายไปโรงงานใหม่</translation>
    </message>
</context>
<context>
    <name>StatusChip</name>
    <message>
        <source>Open the sync page</source>
        <translation>เปิดหน้าซิงก์ข้อมูล</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting to be sent</source>
        <translation>
            <numerusform>รอส่ง %n รายการ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to decide</source>
        <translation>
            <numerusform>ข้อมูลขัดแย้ง %n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>Not joined to a centre</source>
        <translation>ยังไม่ได้เชื่อมศูนย์</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>ออฟไลน์</translation>
    </message>
    <message>
        <source>Log in to the network</source>
        <translation>ต้องเข้าสู่ระบบเครือข่าย</translation>
    </message>
    <message numerus="yes">
        <source>%n held back here</source>
        <translation>
            <numerusform>พักการส่งไว้ %n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>All sent {time}</source>
        <translation>ส่งครบแล้ว {time}</translation>
    </message>
    <message>
        <source>Nothing to send</source>
        <translation>ไม่มีรายการรอส่ง</translation>
    </message>
</context>
<context>
    <name>StepSheet</name>
    <message>
        <source>Record what happened</source>
        <translation>บันทึกความคืบหน้า</translation>
    </message>
    <message>
        <source>Correct what was recorded</source>
        <translation>แก้ไขที่บันทึกไว้</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>เหตุการณ์</translation>
    </message>
    <message>
        <source>save</source>
        <translation>บันทึก</translation>
    </message>
    <message>
        <source>back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Delete this step</source>
        <translation>ลบขั้นตอนนี้</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>บันทึก</translation>
    </message>
</context>
<context>
    <name>SuccessionSheet</name>
    <message>
        <source>Back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>ไม่มี</translation>
    </message>
    <message>
        <source>Goes over: {0}</source>
        <translation>ย้ายไป: {0}</translation>
    </message>
    <message>
        <source>Keeps its number and is shown here: {0}</source>
        <translation>คงเลขเดิม แสดงในแฟ้มนี้: {0}</translation>
    </message>
</context>
<context>
    <name>SupportSection</name>
    <message>
        <source>Loans and projects</source>
        <translation>เงินกู้และโครงการ</translation>
    </message>
    <message>
        <source>Fund loans</source>
        <translation>เงินกู้กองทุน</translation>
    </message>
    <message>
        <source>No loan of this factory</source>
        <translation>โรงงานนี้ไม่มีเงินกู้กองทุน</translation>
    </message>
    <message>
        <source>Development projects</source>
        <translation>โครงการพัฒนา</translation>
    </message>
    <message>
        <source>No project with this factory</source>
        <translation>ยังไม่มีโครงการกับโรงงานนี้</translation>
    </message>
    <message>
        <source>Contract</source>
        <translation>สัญญา</translation>
    </message>
    <message>
        <source>Signed on</source>
        <translation>วันที่ทำสัญญา</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>วงเงินอนุมัติ</translation>
    </message>
    <message>
        <source>Outstanding</source>
        <translation>เงินต้นคงเหลือ</translation>
    </message>
    <message>
        <source>As of</source>
        <translation>ข้อมูล ณ วันที่</translation>
    </message>
    <message>
        <source>Missed installments</source>
        <translation>งวดที่ค้าง</translation>
    </message>
    <message>
        <source>State</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>Open the loan</source>
        <translation>เปิดรายการเงินกู้</translation>
    </message>
    <message>
        <source>Fiscal year</source>
        <translation>ปีงบประมาณ</translation>
    </message>
    <message>
        <source>Consultant</source>
        <translation>ที่ปรึกษา</translation>
    </message>
    <message>
        <source>{0} baht</source>
        <translation>{0} บาท</translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message>
        <source>Nothing to decide</source>
        <translation>ไม่มีข้อมูลขัดแย้ง</translation>
    </message>
    <message>
        <source>If two people save different values for the same thing, both stand here side by side</source>
        <translation>ถ้าสองคนบันทึกค่าเดียวกันไม่ตรงกัน จะแสดงเทียบกันที่นี่</translation>
    </message>
    <message>
        <source>Parts of the exchange</source>
        <translation>ส่วนต่าง ๆ ของการซิงก์</translation>
    </message>
    <message>
        <source>To decide {0}</source>
        <translation>ต้องตัดสิน {0}</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>คิวส่งข้อมูล</translation>
    </message>
    <message>
        <source>Without a network</source>
        <translation>เมื่อไม่มีเครือข่าย</translation>
    </message>
    <message>
        <source>This laptop has joined the centre</source>
        <translation>เชื่อมกับศูนย์ข้อมูลแล้ว</translation>
    </message>
    <message>
        <source>Sync now to exchange what there is.</source>
        <translation>ซิงก์เพื่อรับส่งข้อมูล</translation>
    </message>
    <message>
        <source>Reaching the centre</source>
        <translation>กำลังติดต่อศูนย์ข้อมูล</translation>
    </message>
    <message>
        <source>Sending changes {0}</source>
        <translation>กำลังส่งรายการ {0}</translation>
    </message>
    <message>
        <source>Sending signatures and papers {0}</source>
        <translation>กำลังส่งลายมือชื่อและเอกสาร {0}</translation>
    </message>
    <message>
        <source>Sending photos {0}</source>
        <translation>กำลังส่งภาพ {0}</translation>
    </message>
    <message>
        <source>Sending films and large originals {0}</source>
        <translation>กำลังส่งวิดีโอและไฟล์ต้นฉบับ {0}</translation>
    </message>
    <message>
        <source>Receiving answers of inspections {0}</source>
        <translation>รับคำตอบของการตรวจ {0}</translation>
    </message>
    <message>
        <source>Letting old inspections stay at the office {0}</source>
        <translation>ฝากการตรวจเก่าไว้ที่สำนักงาน {0}</translation>
    </message>
    <message>
        <source>Receiving signatures and papers {0}</source>
        <translation>กำลังรับลายมือชื่อและเอกสาร {0}</translation>
    </message>
    <message>
        <source>Receiving photos {0}</source>
        <translation>กำลังรับภาพ {0}</translation>
    </message>
    <message>
        <source>Receiving films and large originals {0}</source>
        <translation>กำลังรับวิดีโอและไฟล์ต้นฉบับ {0}</translation>
    </message>
    <message>
        <source>Receiving changes {0}</source>
        <translation>กำลังรับรายการ {0}</translation>
    </message>
    <message>
        <source>Who synced when</source>
        <translation>ใครซิงก์เมื่อใด</translation>
    </message>
    <message>
        <source>{0} changes and {1} files sent, {2} changes and {3} files received</source>
        <translation>ส่ง {0} รายการ {1} ไฟล์ รับ {2} รายการ {3} ไฟล์</translation>
    </message>
    <message>
        <source>Synced</source>
        <translation>ซิงก์แล้ว</translation>
    </message>
    <message numerus="yes">
        <source>Synced; %n value(s) to decide</source>
        <translation>
            <numerusform>ซิงก์แล้ว มีข้อมูลขัดแย้ง %n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} changes could not be used here; a newer program or the administrator can tell why</source>
        <translation>มี {0} รายการที่ใช้ในเครื่องนี้ไม่ได้ ติดตั้งรุ่นใหม่หรือสอบถามผู้ดูแลระบบ</translation>
    </message>
    <message>
        <source>Asking for changes {0}</source>
        <translation>กำลังถามหาข้อมูล {0}</translation>
    </message>
    <message>
        <source>The centre reads the files</source>
        <translation>ศูนย์ข้อมูลกำลังตรวจไฟล์</translation>
    </message>
    <message>
        <source>{0} changes and {1} files</source>
        <translation>ข้อมูล {0} รายการ ไฟล์ {1} ไฟล์</translation>
    </message>
    <message>
        <source>Everything of this laptop is at the office</source>
        <translation>ข้อมูลของเครื่องนี้อยู่ที่สำนักงานครบแล้ว</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… และอีก %n แห่ง</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n held back on this laptop</source>
        <translation>
            <numerusform>พักการส่งไว้ในเครื่องนี้ %n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>ส่งอีกครั้ง</translation>
    </message>
    <message>
        <source>Not everything is at the office</source>
        <translation>ที่สำนักงานยังไม่ครบ</translation>
    </message>
    <message>
        <source>Everything else</source>
        <translation>อื่น ๆ</translation>
    </message>
    <message>
        <source>{0}: {1} changes, {2} files</source>
        <translation>{0}: ข้อมูล {1} รายการ ไฟล์ {2} ไฟล์</translation>
    </message>
    <message>
        <source>The value is decided</source>
        <translation>ตัดสินแล้ว</translation>
    </message>
    <message>
        <source>Others get it with the next sync.</source>
        <translation>ผู้อื่นจะได้รับเมื่อซิงก์ครั้งถัดไป</translation>
    </message>
</context>
<context>
    <name>SyncState</name>
    <message>
        <source>Photos at the centre</source>
        <translation>ภาพที่ถึงศูนย์ข้อมูล</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>ซิงก์เดี๋ยวนี้</translation>
    </message>
    <message>
        <source>Progress of the exchange</source>
        <translation>ความคืบหน้าการซิงก์</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>หยุดชั่วคราว</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>หยุด</translation>
    </message>
    <message>
        <source>State of the exchange</source>
        <translation>สถานะการซิงก์</translation>
    </message>
    <message>
        <source>Check all is at the office</source>
        <translation>ตรวจว่าถึงสำนักงานครบ</translation>
    </message>
    <message>
        <source>Join a centre again</source>
        <translation>เชื่อมศูนย์อีกครั้ง หรือศูนย์อื่น</translation>
    </message>
    <message>
        <source>The centre was not reached</source>
        <translation>ติดต่อศูนย์ข้อมูลไม่ได้</translation>
    </message>
    <message>
        <source>This network wants a login</source>
        <translation>เครือข่ายนี้ต้องเข้าสู่ระบบก่อน</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) to send</source>
        <translation>
            <numerusform>รอส่ง %n รายการ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) held back here</source>
        <translation>
            <numerusform>พักการส่งไว้ %n รายการ</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is at the centre</source>
        <translation>ส่งครบแล้ว</translation>
    </message>
    <message>
        <source>Nothing to send yet</source>
        <translation>ยังไม่มีรายการที่ต้องส่ง</translation>
    </message>
    <message>
        <source>{0} of {1} photos are at the centre, {2} waiting</source>
        <translation>{0} จาก {1} ภาพถึงศูนย์ข้อมูลแล้ว รอ {2}</translation>
    </message>
    <message>
        <source>All {1} photos are at the centre</source>
        <translation>ภาพทั้ง {1} ภาพถึงศูนย์ข้อมูลแล้ว</translation>
    </message>
    <message>
        <source>never</source>
        <translation>ยังไม่เคย</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>ศูนย์ข้อมูล</translation>
    </message>
    <message>
        <source>Provinces</source>
        <translation>จังหวัด</translation>
    </message>
    <message>
        <source>all</source>
        <translation>ทุกจังหวัด</translation>
    </message>
    <message>
        <source>Changes to send</source>
        <translation>รายการรอส่ง</translation>
    </message>
    <message>
        <source>Files to send</source>
        <translation>ไฟล์รอส่ง</translation>
    </message>
    <message>
        <source>Last sync</source>
        <translation>ซิงก์ล่าสุด</translation>
    </message>
    <message>
        <source>Held back here</source>
        <translation>พักการส่งไว้</translation>
    </message>
    <message>
        <source>Kept at the centre, not handed on</source>
        <translation>ศูนย์เก็บไว้ ยังไม่ส่งต่อ</translation>
    </message>
    <message>
        <source>{0} changes, {1} files · {2}</source>
        <translation>{0} รายการ {1} ไฟล์ · {2}</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>ส่ง</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>รับ</translation>
    </message>
    <message>
        <source>Signatures, papers</source>
        <translation>ลายมือชื่อ เอกสาร</translation>
    </message>
    <message>
        <source>Photos, documents</source>
        <translation>ภาพ เอกสารแนบ</translation>
    </message>
    <message>
        <source>Films, originals</source>
        <translation>วิดีโอ ต้นฉบับ</translation>
    </message>
    <message>
        <source>{0} of {1} at the centre</source>
        <translation>อยู่ที่ศูนย์ {0} จาก {1}</translation>
    </message>
    <message>
        <source>{0} to send</source>
        <translation>รอส่ง {0}</translation>
    </message>
    <message>
        <source>{0} only at the office</source>
        <translation>อยู่ที่สำนักงานเท่านั้น {0}</translation>
    </message>
    <message>
        <source>Reaching the centre</source>
        <translation>กำลังติดต่อศูนย์ข้อมูล</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>ทำต่อ</translation>
    </message>
    <message>
        <source>Paused · {0}</source>
        <translation>หยุดชั่วคราว · {0}</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>กำลังหยุด</translation>
    </message>
</context>
<context>
    <name>TakePart</name>
    <message>
        <source>Film</source>
        <translation>ถ่ายวิดีโอ</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>อัดเสียง</translation>
    </message>
    <message>
        <source>Scan with the camera</source>
        <translation>สแกนด้วยกล้อง</translation>
    </message>
    <message>
        <source>Measure the place</source>
        <translation>วัดพิกัด</translation>
    </message>
    <message>
        <source>Take a photo</source>
        <translation>ถ่ายภาพ</translation>
    </message>
</context>
<context>
    <name>ThaiDateEdit</name>
    <message>
        <source>dd/mm/yyyy</source>
        <translation>วว/ดด/ปปปป</translation>
    </message>
    <message>
        <source>Choose from a month (Alt+Down)</source>
        <translation>เลือกจากปฏิทิน (Alt+ลง)</translation>
    </message>
</context>
<context>
    <name>Thumbnail</name>
    <message>
        <source>Photo {0}: {1}</source>
        <translation>ภาพที่ {0}: {1}</translation>
    </message>
    <message>
        <source>File {0}: {1}</source>
        <translation>ไฟล์ {0}: {1}</translation>
    </message>
    <message>
        <source>Photo after correction {0}: {1}</source>
        <translation>ภาพหลังแก้ไข {0}: {1}</translation>
    </message>
</context>
<context>
    <name>TimelineSection</name>
    <message>
        <source>Filter</source>
        <translation>ตัวกรอง</translation>
    </message>
    <message>
        <source>What</source>
        <translation>เหตุการณ์</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>วันที่</translation>
    </message>
    <message>
        <source>State</source>
        <translation>สถานะ</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>ลำดับเหตุการณ์</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>ยังไม่มีเหตุการณ์</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>การตรวจ</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>ข้อบกพร่อง</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>คำสั่ง</translation>
    </message>
    <message>
        <source>Complaints</source>
        <translation>ร้องเรียน</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>เอกสาร</translation>
    </message>
    <message>
        <source>All</source>
        <translation>ทั้งหมด</translation>
    </message>
    <message>
        <source>answers at the office</source>
        <translation>คำตอบอยู่ที่สำนักงาน</translation>
    </message>
</context>
<context>
    <name>TodayRow</name>
    <message>
        <source>Nothing is due. Well done.</source>
        <translation>ไม่มีเรื่องค้าง</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Search everywhere (Ctrl+K)</source>
        <translation>ค้นทุกอย่าง (Ctrl+K)</translation>
    </message>
    <message>
        <source>Change language to Thai</source>
        <translation>เปลี่ยนเป็นภาษาอังกฤษ</translation>
    </message>
    <message>
        <source>Change colours</source>
        <translation>เปลี่ยนสี</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>กำลังทำงาน</translation>
    </message>
    <message>
        <source>Colours of the system</source>
        <translation>สีตามระบบ</translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation>สีสว่าง</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>สีมืด</translation>
    </message>
    <message>
        <source>Outdoor colours</source>
        <translation>สีกลางแจ้ง</translation>
    </message>
    <message>
        <source>press to change</source>
        <translation>กดเพื่อเปลี่ยน</translation>
    </message>
</context>
<context>
    <name>TrialView</name>
    <message>
        <source>Trial of {0}. Nothing is kept: answers, photos and signatures go when it ends.</source>
        <translation>ทดลองแบบตรวจ {0} ไม่เก็บสิ่งใดไว้ คำตอบ ภาพ และลายมือชื่อจะหายไปเมื่อจบ</translation>
    </message>
    <message>
        <source>End the trial</source>
        <translation>จบการทดลอง</translation>
    </message>
</context>
<context>
    <name>UndoStack</name>
    <message>
        <source>Taken back: {0}</source>
        <translation>ย้อนแล้ว: {0}</translation>
    </message>
    <message>
        <source>Nothing left to take back</source>
        <translation>ไม่มีขั้นให้ย้อนแล้ว</translation>
    </message>
    <message>
        <source>Done again: {0}</source>
        <translation>ทำซ้ำแล้ว: {0}</translation>
    </message>
    <message>
        <source>Nothing to do again</source>
        <translation>ไม่มีขั้นให้ทำซ้ำ</translation>
    </message>
</context>
<context>
    <name>UnlockCard</name>
    <message>
        <source>The data are locked</source>
        <translation>ข้อมูลถูกล็อก</translation>
    </message>
    <message>
        <source>Show what is typed</source>
        <translation>แสดงตัวอักษร</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>ปลดล็อก</translation>
    </message>
    <message>
        <source>The 28 letters on the paper, with or without dashes. Then choose a new passphrase.</source>
        <translation>ตัวอักษร 28 ตัวบนกระดาษ มีขีดหรือไม่ก็ได้ แล้วตั้งรหัสผ่านใหม่</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>รหัสกู้คืน</translation>
    </message>
    <message>
        <source>Use the passphrase</source>
        <translation>ใช้รหัสผ่าน</translation>
    </message>
    <message>
        <source>Everything you typed is saved. You come back to the same place.</source>
        <translation>สิ่งที่พิมพ์บันทึกไว้แล้ว ปลดล็อกแล้วกลับมาที่เดิม</translation>
    </message>
    <message>
        <source>They are encrypted. The passphrase opens them.</source>
        <translation>ข้อมูลเข้ารหัสไว้ ใส่รหัสผ่านเพื่อเปิด</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>รหัสผ่าน</translation>
    </message>
    <message>
        <source>Passphrase lost?</source>
        <translation>ลืมรหัสผ่าน</translation>
    </message>
</context>
<context>
    <name>VersionSheet</name>
    <message>
        <source>Move to version {0}</source>
        <translation>ย้ายไปแบบตรวจรุ่น {0}</translation>
    </message>
    <message>
        <source>Answers without a place {0}</source>
        <translation>คำตอบที่ไม่มีข้อรองรับ {0}</translation>
    </message>
    <message>
        <source>New questions {0}</source>
        <translation>ข้อใหม่ {0}</translation>
    </message>
    <message>
        <source>Answers that stay {0}</source>
        <translation>คำตอบที่คงไว้ {0}</translation>
    </message>
    <message>
        <source>Answers without a place are kept and come back with the old version.</source>
        <translation>คำตอบที่ไม่มีข้อรองรับยังเก็บไว้ และกลับมาเมื่อใช้รุ่นเดิม</translation>
    </message>
    <message>
        <source>Stay on this version</source>
        <translation>ใช้รุ่นเดิมต่อ</translation>
    </message>
    <message>
        <source>Move the draft</source>
        <translation>ย้ายไปรุ่นใหม่</translation>
    </message>
    <message>
        <source>back</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>What the move does</source>
        <translation>ผลของการย้ายรุ่น</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>และอีก {0} รายการ</translation>
    </message>
</context>
<context>
    <name>VisitChoice</name>
    <message>
        <source>Kind of visit</source>
        <translation>เหตุที่ตรวจ</translation>
    </message>
</context>
<context>
    <name>WindowProtection</name>
    <message>
        <source>The data on this laptop are not encrypted</source>
        <translation>ข้อมูลในเครื่องนี้ยังไม่เข้ารหัส</translation>
    </message>
    <message>
        <source>With a passphrase, who finds or steals the laptop reads nothing of it.</source>
        <translation>เมื่อตั้งรหัสผ่าน ผู้ที่ได้เครื่องไปจะอ่านข้อมูลไม่ได้</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>ยังไม่ทำ</translation>
    </message>
    <message>
        <source>Encrypt…</source>
        <translation>เข้ารหัส…</translation>
    </message>
    <message>
        <source>Encrypting the data</source>
        <translation>กำลังเข้ารหัสข้อมูล</translation>
    </message>
    <message>
        <source>When the passphrase is lost, a recovery code on paper opens them.</source>
        <translation>หากลืมรหัสผ่าน รหัสกู้คืนบนกระดาษเปิดข้อมูลได้</translation>
    </message>
    <message numerus="yes">
        <source>%n earlier file(s) stay readable: backups, exports</source>
        <translation>
            <numerusform>ไฟล์เดิม %n ไฟล์ยังไม่เข้ารหัส: ไฟล์สำรอง ไฟล์ส่งออก</numerusform>
        </translation>
    </message>
    <message>
        <source>The data are encrypted</source>
        <translation>เข้ารหัสข้อมูลแล้ว</translation>
    </message>
    <message>
        <source>Make a recovery code…</source>
        <translation>ออกรหัสกู้คืน…</translation>
    </message>
</context>
<context>
    <name>Working</name>
    <message>
        <source>Cancel</source>
        <translation>ยกเลิก</translation>
    </message>
</context>
<context>
    <name>Writer</name>
    <message>
        <source>Waiting until another task has finished writing</source>
        <translation>รอให้งานอื่นบันทึกข้อมูลเสร็จก่อน</translation>
    </message>
    <message>
        <source>It is saved as soon as that is done. You may go on looking.</source>
        <translation>ระบบจะบันทึกให้ทันทีที่งานนั้นเสร็จ ระหว่างนี้ดูข้อมูลต่อได้</translation>
    </message>
</context>
<context>
    <name>_Picture</name>
    <message>
        <source>Picture of the question: {0}</source>
        <translation>ภาพประกอบคำถาม: {0}</translation>
    </message>
</context>
<context>
    <name>_Words</name>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>คัดลอก %n แถวแล้ว</numerusform>
        </translation>
    </message>
    <message>
        <source>Paste them into Excel with Ctrl+V</source>
        <translation>วางใน Excel ด้วย Ctrl+V</translation>
    </message>
    <message>
        <source>Only {0} of {1} rows are copied</source>
        <translation>คัดลอกเพียง {0} จาก {1} แถว</translation>
    </message>
    <message>
        <source>Export to Excel for all of them</source>
        <translation>ใช้ปุ่มส่งออก Excel เพื่อให้ได้ครบทุกแถว</translation>
    </message>
</context>
</TS>
