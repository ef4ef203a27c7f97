<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>ExportControl</name>
    <message numerus="yes">
        <source>%n photo(s) are not on this laptop</source>
        <translation>
            <numerusform>%n photo is not on this laptop</numerusform>
            <numerusform>%n photos are not on this laptop</numerusform>
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
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
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
</context>
</TS>
