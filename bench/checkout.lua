-- For wrk: guests who go from an empty cart to a paid order, one request after another; as many threads as connections.
--   wrk … -s checkout.lua <url> -- <tenants> <first shopper> <variants.tsv>
-- A line of the file is a tenant: its number, a shipping method, a payment account, how long a variant's id is, and all those ids in one text. It is not taken apart:
-- wrk lets threads begin while it prepares others, and counts time only from when all have begun. That is why the time here is our own, from the first request on.
local ffi = require("ffi")
ffi.cdef [[ typedef struct { long seconds; long nanos; } moment; int clock_gettime(int, moment *); ]]
local moment = ffi.new("moment")
local function micros() ffi.C.clock_gettime(1, moment); return tonumber(moment.seconds) * 1e6 + tonumber(moment.nanos) / 1e3 end

local threads = {}
function setup(thread)
   thread:set("number", #threads)
   threads[#threads + 1] = thread
end

function init(args)
   tenants = tonumber(args[1])
   shopper = tonumber(args[2]) + number
   goods = {}
   for line in io.lines(args[3]) do
      local tenant, method, account, width, variants = line:match("^(%d+)\t(%S+)\t(%S+)\t(%d+)\t(%S+)$")
      width = tonumber(width)
      goods[tonumber(tenant)] = {method = method, account = account, width = width, variants = variants, count = #variants / width}
   end
   random = (shopper * 2654435761 + 12345) % 4294967296
   step, orders, failures, first, times = 1, 0, 0, "", {}
end

local function pick(n)
   random = (random * 1664525 + 1013904223) % 4294967296
   return math.floor(random / 65536) % n + 1
end

local function variant(goods, n) return goods.variants:sub((n - 1) * goods.width + 1, n * goods.width) end

local CREATE = [[mutation C($i: CartCreateInput) { cartCreate(input: $i) { cart { id } guestToken userErrors { code message } } }]]
local UPDATE = [[mutation U($c: ID!, $i: CartUpdateInput!) { cartUpdate(id: $c, input: $i) { cart { totals { total { amount } } } userErrors { code message } } }]]
local PLACE = [[mutation O($i: OrderPlaceInput!, $k: String!) { orderPlace(input: $i) @idempotent(key: $k) { order { id number status } userErrors { code message } } }]]
local PAY = [[mutation P($i: PaymentCreateInput!, $k: String!) { paymentCreate(input: $i) @idempotent(key: $k) { payment { state } userErrors { code message } } }]]

local function ask(document, variables)
   local headers = {["Content-Type"] = "application/json", ["Merkato-Tenant"] = "load-1-" .. tenant}
   if guest then headers["Merkato-Guest"] = guest end
   return wrk.format("POST", "/graphql", headers, '{"query":"' .. document .. '","variables":' .. variables .. '}')
end

local steps = {
   function()
      started, guest, cart = micros(), nil, nil
      begun = begun or started
      tenant = (shopper + orders) % tenants + 1
      local lines, third = {}, math.floor(goods[tenant].count / 3)
      for i = 0, 2 do lines[i + 1] = '{"variantId":"' .. variant(goods[tenant], i * third + pick(third)) .. '","quantity":' .. pick(3) .. '}' end
      return ask(CREATE, '{"i":{"email":"guest@example.com","lines":[' .. table.concat(lines, ",") .. ']}}')
   end,
   function()
      return ask(UPDATE, '{"c":"' .. cart .. '","i":{"shippingMethodId":"' .. goods[tenant].method .. '","shippingAddress":{"line1":"Moi Avenue 1","city":"Nairobi","country":"KE"}}}')
   end,
   function() return ask(PLACE, '{"i":{"cartId":"' .. cart .. '","expectedTotal":{"amount":"' .. total .. '","currency":"KES"}},"k":"place ' .. cart .. '"}') end,
   function() return ask(PAY, '{"i":{"orderId":"' .. order .. '","accountId":"' .. goods[tenant].account .. '"},"k":"pay ' .. order .. '"}') end,
}

local answers = {
   function(body) guest, cart = body:match('"guestToken":"([^"]+)"'), body:match('"cart":{"id":"([^"]+)"'); return guest and cart end,
   function(body) total = body:match('"amount":"([^"]+)"'); return total end,
   function(body) order = body:match('"order":{"id":"([^"]+)"'); return order end,
   function(body) return body:find('"state":"CAPTURED"', 1, true) end,
}

function request() return steps[step]() end

function response(status, headers, body)
   ended = micros()
   if status ~= 200 or not answers[step](body) then
      failures = failures + 1
      if first == "" then first = "step " .. step .. ": " .. status .. " " .. body:sub(1, 300):gsub("\n", " ") end
      step = 1
      return
   end
   step = step + 1
   if step > #steps then
      step, orders = 1, orders + 1
      times[#times + 1] = math.floor(ended - started)
   end
end

function done(summary)
   local all, orders, failures, first, from, to = {}, 0, 0, "", math.huge, 0
   for _, thread in ipairs(threads) do
      orders, failures = orders + thread:get("orders"), failures + thread:get("failures")
      if first == "" then first = thread:get("first") end
      from, to = math.min(from, thread:get("begun") or from), math.max(to, thread:get("ended") or to)
      for _, time in ipairs(thread:get("times")) do all[#all + 1] = time end
   end
   table.sort(all)
   local function at(part) return all[math.max(1, math.ceil(#all * part))] or 0 end
   if first ~= "" then io.write("FAILED " .. first .. "\n") end
   io.write(string.format('FIGURES {"done": %d, "seconds": %f, "bytes": %d, "failed": %d, "p50": %d, "p99": %d, "max": %d}\n',
      orders, math.max(to - from, 0) / 1e6, summary.bytes, failures, at(0.5), at(0.99), all[#all] or 0))
end
