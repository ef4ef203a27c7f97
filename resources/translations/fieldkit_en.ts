<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AwayBar</name>
    <message numerus="yes">
        <source>Answers and photos of %n earlier inspection(s) are at the office</source>
        <translation>
            <numerusform>Answers and photos of %n earlier inspection are at the office</numerusform>
            <numerusform>Answers and photos of %n earlier inspections are at the office</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupCard</name>
    <message numerus="yes">
        <source>Every %n hour(s)</source>
        <translation>
            <numerusform>Every hour</numerusform>
            <numerusform>Every %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s)</source>
        <translation>
            <numerusform>The last backup</numerusform>
            <numerusform>The last %n backups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n inspection(s)</source>
        <translation>
            <numerusform>%n inspection</numerusform>
            <numerusform>%n inspections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BundlePart</name>
    <message numerus="yes">
        <source>%n change(s) not taken: of other provinces, or unreadable; their author sends them</source>
        <translation>
            <numerusform>%n change not taken: of other provinces, or unreadable; its author sends it</numerusform>
            <numerusform>%n changes not taken: of other provinces, or unreadable; their authors send them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CameraSheet</name>
    <message numerus="yes">
        <source>%n picture(s) taken</source>
        <translation>
            <numerusform>%n picture taken</numerusform>
            <numerusform>%n pictures taken</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CarryCard</name>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>%n year</numerusform>
            <numerusform>%n years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The whole province, last %n year(s)</source>
        <translation>
            <numerusform>The whole province, last %n year</numerusform>
            <numerusform>The whole province, last %n years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Mine and my plan, last %n year(s)</source>
        <translation>
            <numerusform>Mine and my plan, last %n year</numerusform>
            <numerusform>Mine and my plan, last %n years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n inspection(s)</source>
        <translation>
            <numerusform>%n inspection</numerusform>
            <numerusform>%n inspections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Answers and photos of %n inspection(s) are at the office.</source>
        <translation>
            <numerusform>Answers and photos of %n inspection are at the office.</numerusform>
            <numerusform>Answers and photos of %n inspections are at the office.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CaseDesk</name>
    <message numerus="yes">
        <source>%n record(s) in the bin</source>
        <translation>
            <numerusform>%n record in the bin</numerusform>
            <numerusform>%n records in the bin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) restored</source>
        <translation>
            <numerusform>%n record restored</numerusform>
            <numerusform>%n records restored</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CaseImportSheet</name>
    <message numerus="yes">
        <source>Import %n record(s)</source>
        <translation>
            <numerusform>Import %n record</numerusform>
            <numerusform>Import %n records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CaseList</name>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n record</numerusform>
            <numerusform>%n records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CasePane</name>
    <message numerus="yes">
        <source>repeated %n time(s)</source>
        <translation>
            <numerusform>repeated %n time</numerusform>
            <numerusform>repeated %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CaseStepSheet</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CasesPage</name>
    <message numerus="yes">
        <source>%n overdue</source>
        <translation>
            <numerusform>%n overdue</numerusform>
            <numerusform>%n overdue</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChecklistReport</name>
    <message numerus="yes">
        <source>The checklist has %n mistake(s) and cannot be installed</source>
        <translation>
            <numerusform>The checklist has %n mistake and cannot be installed</numerusform>
            <numerusform>The checklist has %n mistakes and cannot be installed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CodeSheet</name>
    <message numerus="yes">
        <source>%n code(s) in the picture: choose the one that is the answer</source>
        <translation>
            <numerusform>%n code in the picture: Enter takes it</numerusform>
            <numerusform>%n codes in the picture: choose the one that is the answer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConflictCard</name>
    <message numerus="yes">
        <source>%n value(s) to decide</source>
        <translation>
            <numerusform>%n value to decide</numerusform>
            <numerusform>%n values to decide</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EvidencePart</name>
    <message numerus="yes">
        <source>%n photo(s) more</source>
        <translation>
            <numerusform>%n photo more</numerusform>
            <numerusform>%n photos more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportControl</name>
    <message numerus="yes">
        <source>%n inspection(s) in {0}</source>
        <translation>
            <numerusform>%n inspection in {0}</numerusform>
            <numerusform>%n inspections in {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out: their signed record is not on this laptop</source>
        <translation>
            <numerusform>%n left out: its signed record is not on this laptop</numerusform>
            <numerusform>%n left out: their signed record is not on this laptop</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are not on this laptop</source>
        <translation>
            <numerusform>%n photo is not on this laptop</numerusform>
            <numerusform>%n photos are not on this laptop</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message numerus="yes">
        <source>As in the list (%n)</source>
        <translation>
            <numerusform>As in the list (%n)</numerusform>
            <numerusform>As in the list (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FactoryHeader</name>
    <message numerus="yes">
        <source>%n document(s) expired</source>
        <translation>
            <numerusform>%n document expired</numerusform>
            <numerusform>%n documents expired</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) expire soon</source>
        <translation>
            <numerusform>%n document expires soon</numerusform>
            <numerusform>%n documents expire soon</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FactoryPane</name>
    <message numerus="yes">
        <source>%n worker(s)</source>
        <translation>
            <numerusform>%n worker</numerusform>
            <numerusform>%n workers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FigureList</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingImportSheet</name>
    <message numerus="yes">
        <source>Import %n finding(s)</source>
        <translation>
            <numerusform>Import %n finding</numerusform>
            <numerusform>Import %n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingList</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingPane</name>
    <message numerus="yes">
        <source>%n day(s) overdue</source>
        <translation>
            <numerusform>%n day overdue</numerusform>
            <numerusform>%n days overdue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>%n day left</numerusform>
            <numerusform>%n days left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingsPage</name>
    <message numerus="yes">
        <source>%n overdue</source>
        <translation>
            <numerusform>%n overdue</numerusform>
            <numerusform>%n overdue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s) written</source>
        <translation>
            <numerusform>%n finding written</numerusform>
            <numerusform>%n findings written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FolderSheet</name>
    <message numerus="yes">
        <source>Attach %n photo(s)</source>
        <translation>
            <numerusform>Attach %n photo</numerusform>
            <numerusform>Attach %n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FollowUpPanel</name>
    <message numerus="yes">
        <source>Verify first: %n finding(s) of earlier visits</source>
        <translation>
            <numerusform>Verify first: %n finding of an earlier visit</numerusform>
            <numerusform>Verify first: %n findings of earlier visits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s) of earlier visits verified</source>
        <translation>
            <numerusform>%n finding of an earlier visit verified</numerusform>
            <numerusform>%n findings of earlier visits verified</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FormDelegate</name>
    <message numerus="yes">
        <source>%n drawing(s)</source>
        <translation>
            <numerusform>%n drawing</numerusform>
            <numerusform>%n drawings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistorySheet</name>
    <message numerus="yes">
        <source>Decided between %n values</source>
        <translation>
            <numerusform>Decided between %n value</numerusform>
            <numerusform>Decided between %n values</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportSheet</name>
    <message numerus="yes">
        <source>Import %n factory(ies)</source>
        <translation>
            <numerusform>Import %n factory</numerusform>
            <numerusform>Import %n factories</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InspectionList</name>
    <message numerus="yes">
        <source>%n inspection(s)</source>
        <translation>
            <numerusform>%n inspection</numerusform>
            <numerusform>%n inspections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) in the bin</source>
        <translation>
            <numerusform>%n draft in the bin</numerusform>
            <numerusform>%n drafts in the bin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) restored</source>
        <translation>
            <numerusform>%n draft restored</numerusform>
            <numerusform>%n drafts restored</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LaptopList</name>
    <message numerus="yes">
        <source>%n laptop(s)</source>
        <translation>
            <numerusform>%n laptop</numerusform>
            <numerusform>%n laptops</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>%n row copied</numerusform>
            <numerusform>%n rows copied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MindSection</name>
    <message numerus="yes">
        <source>{0} of 100, from %n dimension(s)</source>
        <translation>
            <numerusform>{0} of 100, from %n dimension</numerusform>
            <numerusform>{0} of 100, from %n dimensions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderBin</name>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n record</numerusform>
            <numerusform>%n records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderDesk</name>
    <message numerus="yes">
        <source>%n order(s) in the bin</source>
        <translation>
            <numerusform>%n order is in the bin</numerusform>
            <numerusform>%n orders are in the bin</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderList</name>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PeerImportSheet</name>
    <message numerus="yes">
        <source>Import %n inspection(s)</source>
        <translation>
            <numerusform>Import %n inspection</numerusform>
            <numerusform>Import %n inspections</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanEdits</name>
    <message numerus="yes">
        <source>%n visit(s) planned</source>
        <translation>
            <numerusform>%n visit planned</numerusform>
            <numerusform>%n visits planned</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) moved to {0}</source>
        <translation>
            <numerusform>%n visit moved to {0}</numerusform>
            <numerusform>%n visits moved to {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) given to {0}</source>
        <translation>
            <numerusform>%n visit given to {0}</numerusform>
            <numerusform>%n visits given to {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) are now: {0}</source>
        <translation>
            <numerusform>%n visit is now: {0}</numerusform>
            <numerusform>%n visits are now: {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) postponed</source>
        <translation>
            <numerusform>%n visit postponed</numerusform>
            <numerusform>%n visits postponed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) taken off the plan</source>
        <translation>
            <numerusform>%n visit taken off the plan</numerusform>
            <numerusform>%n visits taken off the plan</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) planned again</source>
        <translation>
            <numerusform>%n visit planned again</numerusform>
            <numerusform>%n visits planned again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) put into the bin</source>
        <translation>
            <numerusform>%n visit put into the bin</numerusform>
            <numerusform>%n visits put into the bin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) restored</source>
        <translation>
            <numerusform>%n visit restored</numerusform>
            <numerusform>%n visits restored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were changed since and stay</source>
        <translation>
            <numerusform>%n value was changed since and stays</numerusform>
            <numerusform>%n values were changed since and stay</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n planned visit(s) written</source>
        <translation>
            <numerusform>%n planned visit written</numerusform>
            <numerusform>%n planned visits written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanFilters</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanImportSheet</name>
    <message numerus="yes">
        <source>Import %n planned visit(s)</source>
        <translation>
            <numerusform>Import %n planned visit</numerusform>
            <numerusform>Import %n planned visits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanMonth</name>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>%n visit</numerusform>
            <numerusform>%n visits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message numerus="yes">
        <source>%n visit(s) planned</source>
        <translation>
            <numerusform>%n visit planned</numerusform>
            <numerusform>%n visits planned</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanPane</name>
    <message numerus="yes">
        <source>%n row(s) chosen</source>
        <translation>
            <numerusform>%n row chosen</numerusform>
            <numerusform>%n rows chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Put %n into the plan</source>
        <translation>
            <numerusform>Put %n into the plan</numerusform>
            <numerusform>Put %n into the plan</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanProposal</name>
    <message numerus="yes">
        <source>Put %n visit(s) into the plan</source>
        <translation>
            <numerusform>Put %n visit into the plan</numerusform>
            <numerusform>Put %n visits into the plan</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanSide</name>
    <message numerus="yes">
        <source>Plan %n row(s) on {0} (Ctrl+Enter)</source>
        <translation>
            <numerusform>Plan %n row on {0} (Ctrl+Enter)</numerusform>
            <numerusform>Plan %n rows on {0} (Ctrl+Enter)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanToday</name>
    <message numerus="yes">
        <source>%n file(s) to fetch</source>
        <translation>
            <numerusform>%n file to fetch</numerusform>
            <numerusform>%n files to fetch</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) missing</source>
        <translation>
            <numerusform>%n file missing</numerusform>
            <numerusform>%n files missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are not at the centre yet</source>
        <translation>
            <numerusform>%n file is not at the centre yet</numerusform>
            <numerusform>%n files are not at the centre yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) fetched</source>
        <translation>
            <numerusform>%n file fetched</numerusform>
            <numerusform>%n files fetched</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PositionSheet</name>
    <message numerus="yes">
        <source>%n satellite(s)</source>
        <translation>
            <numerusform>%n satellite</numerusform>
            <numerusform>%n satellites</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) old</source>
        <translation>
            <numerusform>%n second old</numerusform>
            <numerusform>%n seconds old</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProtectionCard</name>
    <message numerus="yes">
        <source>after %n minute(s)</source>
        <translation>
            <numerusform>after %n minute</numerusform>
            <numerusform>after %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) in the data folder can be read by anybody</source>
        <translation>
            <numerusform>%n file in the data folder can be read by anybody</numerusform>
            <numerusform>%n files in the data folder can be read by anybody</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n file(s)?</source>
        <translation>
            <numerusform>Delete %n file?</numerusform>
            <numerusform>Delete %n files?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n record</numerusform>
            <numerusform>%n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueuePart</name>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>%n row copied</numerusform>
            <numerusform>%n rows copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) held back</source>
        <translation>
            <numerusform>%n record held back</numerusform>
            <numerusform>%n records held back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) go with the next sync</source>
        <translation>
            <numerusform>%n record goes with the next sync</numerusform>
            <numerusform>%n records go with the next sync</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReceiverCard</name>
    <message numerus="yes">
        <source>%n satellite(s)</source>
        <translation>
            <numerusform>%n satellite</numerusform>
            <numerusform>%n satellites</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordDesk</name>
    <message numerus="yes">
        <source>%n value(s) changed elsewhere since stay as they are</source>
        <translation>
            <numerusform>%n value changed elsewhere since stays as it is</numerusform>
            <numerusform>%n values changed elsewhere since stay as they are</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Recovering</name>
    <message numerus="yes">
        <source>%n inspection(s)</source>
        <translation>
            <numerusform>%n inspection</numerusform>
            <numerusform>%n inspections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change record(s)</source>
        <translation>
            <numerusform>%n change record</numerusform>
            <numerusform>%n change records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) missing or damaged; see “fieldkit verify”</source>
        <translation>
            <numerusform>%n thing missing or damaged; see “fieldkit verify”</numerusform>
            <numerusform>%n things missing or damaged; see “fieldkit verify”</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReferenceImportSheet</name>
    <message numerus="yes">
        <source>Import %n row(s)</source>
        <translation>
            <numerusform>Import %n row</numerusform>
            <numerusform>Import %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReferenceList</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReferencePage</name>
    <message numerus="yes">
        <source>%n row(s) of the office cannot be used by this program</source>
        <translation>
            <numerusform>%n row of the office cannot be used by this program</numerusform>
            <numerusform>%n rows of the office cannot be used by this program</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were changed by others since and stay</source>
        <translation>
            <numerusform>%n value was changed by others since and stays</numerusform>
            <numerusform>%n values were changed by others since and stay</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RegisterFilters</name>
    <message numerus="yes">
        <source>%n factory(ies)</source>
        <translation>
            <numerusform>%n factory</numerusform>
            <numerusform>%n factories</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RegisterPage</name>
    <message numerus="yes">
        <source>%n factory(ies) written</source>
        <translation>
            <numerusform>%n factory written</numerusform>
            <numerusform>%n factories written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) in the bin</source>
        <translation>
            <numerusform>%n place in the bin</numerusform>
            <numerusform>%n places in the bin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) restored</source>
        <translation>
            <numerusform>%n place restored</numerusform>
            <numerusform>%n places restored</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReportPreview</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RowSpeech</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SectionBatch</name>
    <message numerus="yes">
        <source>Answer %n question(s) of this section as compliant? Ctrl+Enter again</source>
        <translation>
            <numerusform>Answer %n question of this section as compliant? Ctrl+Enter again</numerusform>
            <numerusform>Answer %n questions of this section as compliant? Ctrl+Enter again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) answered together · Ctrl+Z takes them back</source>
        <translation>
            <numerusform>%n question answered · Ctrl+Z takes it back</numerusform>
            <numerusform>%n questions answered together · Ctrl+Z takes them back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message numerus="yes">
        <source>%n row(s) that nobody confirmed</source>
        <translation>
            <numerusform>%n row that nobody confirmed</numerusform>
            <numerusform>%n rows that nobody confirmed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusChip</name>
    <message numerus="yes">
        <source>%n waiting to be sent</source>
        <translation>
            <numerusform>%n waiting to be sent</numerusform>
            <numerusform>%n waiting to be sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to decide</source>
        <translation>
            <numerusform>%n to decide</numerusform>
            <numerusform>%n to decide</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n held back here</source>
        <translation>
            <numerusform>%n held back here</numerusform>
            <numerusform>%n held back here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message numerus="yes">
        <source>Synced; %n value(s) to decide</source>
        <translation>
            <numerusform>Synced; %n value to decide</numerusform>
            <numerusform>Synced; %n values to decide</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n held back on this laptop</source>
        <translation>
            <numerusform>%n held back on this laptop</numerusform>
            <numerusform>%n held back on this laptop</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SyncState</name>
    <message numerus="yes">
        <source>%n item(s) to send</source>
        <translation>
            <numerusform>%n item to send</numerusform>
            <numerusform>%n items to send</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) held back here</source>
        <translation>
            <numerusform>%n item held back here</numerusform>
            <numerusform>%n items held back here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WindowProtection</name>
    <message numerus="yes">
        <source>%n earlier file(s) stay readable: backups, exports</source>
        <translation>
            <numerusform>%n earlier file stays readable: backups, exports</numerusform>
            <numerusform>%n earlier files stay readable: backups, exports</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Words</name>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>%n row copied</numerusform>
            <numerusform>%n rows copied</numerusform>
        </translation>
    </message>
</context>
</TS>
