using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Registers;

namespace Ops.ClientAttribution.Reception;

/// <summary>REC-1, ATT-II: the reception desk 接待台 and the register of receptions.</summary>
internal static class ReceptionFeature
{
    public static DepartmentBuilder AddReception(this DepartmentBuilder department)
    {
        department.Services.AddSingleton(DeskTerms.From(department.Host.Configuration));
        department.Services.AddVersionsOf<ClientAttributionDb>("/api/clients/contacts", db => db.Contacts.Select(
            contact => new ThingVersion { Id = contact.Id, Version = contact.Version }));
        foreach (var register in (string[])[ContactRegisters.Receptions, ContactRegisters.Calls])
            department.Services.AddSingleton<IRegisterSentences>(new ContactSentences(register));
        department.Deadlines.Handle<EntryFallsDue>();
        department.Deadlines.Handle<DeskCloses>();
        return department.Feature(
            "desk.feature",
            "desk.feature.about",
            api =>
            {
                ReadDesk.Map(api);
                OpenDesk.Map(api);
                ChangeSeat.Map(api);
                TakeArrival.Map(api);
                ReadContacts.Map(api);
                EndContact.Map(api);
                EnterContact.Map(api);
                RecordAbsence.Map(api);
                RecordAbsence.MapReading(api);
            });
    }
}
