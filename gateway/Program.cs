using Ops.Gateway;
using Ops.Gateway.Simulation;
using Ops.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRoutes();
builder.AddTraceNames();
builder.AddAuthority();
builder.AddCallersLimit();
builder.AddMoveClock();
builder.Services.Configure<HeadOptions>(head => head.IsAnsweredHere = ServiceRoutes.AreOwn);

var app = builder.Build();
app.UseServiceDefaults(MoveClock.IsOpen(app.Environment) ? MoveClock.Prefix : null);
app.UseRateLimiter();
app.MapMoveClock();
app.MapReference();
app.MapReverseProxy().ConfigureEndpoints(ServiceRoutes.Limit);
app.Run();
