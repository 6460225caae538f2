// Watches an order over server-sent events: node docs/examples/watch-order.mjs <order id> <guest token>
const [, , id, guest] = process.argv;
const query = 'subscription ($id: ID!) { orderChanged(id: $id) { number status paymentStatus fulfilmentStatus } }';

for (let wait = 1; ; wait = Math.min(wait * 2, 30)) {
  try {
    const response = await fetch('http://localhost:8080/graphql', {
      method: 'POST',
      headers: {'Content-Type': 'application/json', Accept: 'text/event-stream', 'Merkato-Tenant': 'abol', 'Merkato-Guest': guest},
      body: JSON.stringify({query, variables: {id}}),
    });
    let text = '';
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      const events = (text + part).split('\n\n');
      text = events.pop();
      for (const event of events) {
        if (/^event: ?complete/m.test(event)) process.exit();
        const data = event.match(/^data: ?(.*)$/m)?.[1];
        if (!data) continue; // a heartbeat
        const {data: now, errors} = JSON.parse(data);
        const code = errors?.[0].extensions.code;
        if (code === 'UNAVAILABLE') throw new Error(errors[0].message);
        console.log(code ?? now.orderChanged);
        wait = 1;
      }
    }
  } catch (lost) {
    console.error(`${lost.message}; again in ${wait} s`);
  }
  await new Promise((again) => setTimeout(again, wait * 1000));
}
